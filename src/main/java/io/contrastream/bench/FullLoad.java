package io.contrastream.bench;

import io.contrastream.feed.InputFeed;
import io.contrastream.feed.InputProducer;
import io.contrastream.feed.RunningFeed;
import io.contrastream.image.DigitSet;
import io.contrastream.image.drawn.DrawnDigits;
import java.util.function.LongSupplier;

/**
 * A feed of pairs that stays just ahead of what comes out: enough to keep every stream thread busy,
 * too little to fill a disk.
 */
public final class FullLoad {
  /** Selects the digits and the pairs. */
  public static final long SEED = 1;

  /** Few enough to draw in no time, and too many to fit into a CPU cache. */
  private static final int DIGITS = 1000;

  private static final long MAX_IN_FLIGHT = 20_000;

  private FullLoad() {}

  /** Draws the digits of every benchmark that needs no particular ones. */
  public static DigitSet digits() {
    return DigitSet.copyOf(new DrawnDigits(SEED, DIGITS));
  }

  /**
   * @param producer remains owned by the caller
   * @param out returns how many images have come out so far
   */
  public static RunningFeed start(DigitSet digits, InputProducer producer, LongSupplier out) {
    return RunningFeed.start(
        new InputFeed(
            InputFeed.Schedule.ofPairs(digits, SEED),
            new InputFeed.Plan(Long.MAX_VALUE, 0),
            producer,
            sent -> sent.images() - out.getAsLong() > MAX_IN_FLIGHT));
  }
}
