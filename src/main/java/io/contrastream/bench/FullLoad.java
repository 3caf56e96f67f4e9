package io.contrastream.bench;

import io.contrastream.feed.ImageFeed;
import io.contrastream.feed.ImageProducer;
import io.contrastream.feed.RunningFeed;
import io.contrastream.image.DigitSource;
import java.util.function.LongSupplier;

/**
 * A feed of pairs that stays just ahead of what comes out: enough to keep every stream thread busy,
 * too little to fill a disk.
 */
public final class FullLoad {
  private static final long MAX_IN_FLIGHT = 20_000;

  private FullLoad() {}

  /**
   * @param producer remains owned by the caller
   * @param out returns how many images have come out so far
   */
  public static RunningFeed start(
      DigitSource digits, long seed, ImageProducer producer, LongSupplier out) {
    return RunningFeed.start(
        new ImageFeed(
            ImageFeed.Schedule.constant(digits),
            seed,
            new ImageFeed.Plan(Long.MAX_VALUE, 0, true),
            producer,
            sent -> sent - out.getAsLong() > MAX_IN_FLIGHT));
  }
}
