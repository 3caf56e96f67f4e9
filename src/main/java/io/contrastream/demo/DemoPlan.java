package io.contrastream.demo;

import io.contrastream.feed.ImageFeed;
import io.contrastream.image.DigitSource;
import io.contrastream.image.source.Alteration;
import io.contrastream.image.source.AlteredDigits;
import java.util.Optional;

/**
 * What happens in a demo.
 *
 * @param seed of the choice of contrastive examples
 * @param feed how many images, and how fast
 * @param fromScratch whether it begins with untrained weights
 * @param drift what becomes of the digits on the way; empty where they stay as they are
 */
public record DemoPlan(
    DigitSource digits,
    long seed,
    ImageFeed.Plan feed,
    boolean fromScratch,
    Optional<Alteration> drift) {

  /** Where there is no middle, for there is no end. */
  private static final long FAR = 60_000;

  private static final long WITHOUT_END = 1_000_000_000;

  /** Embeds with what there is. */
  public DemoPlan(DigitSource digits, long seed, ImageFeed.Plan feed) {
    this(digits, seed, feed, false, Optional.empty());
  }

  /** Whether a trainer runs beside the processor. */
  public boolean learns() {
    return fromScratch || drift.isPresent();
  }

  /** The pair that is the first to be altered; {@link Long#MAX_VALUE} where none is. */
  long driftsAtPair() {
    if (drift.isEmpty()) {
      return Long.MAX_VALUE;
    }
    return (feed.images() > WITHOUT_END ? FAR : feed.images() / 2) / 2;
  }

  ImageFeed.Schedule course() {
    return drift
        .map(
            it -> new ImageFeed.Schedule(digits, new AlteredDigits(digits, it), 2 * driftsAtPair()))
        .orElse(ImageFeed.Schedule.constant(digits));
  }
}
