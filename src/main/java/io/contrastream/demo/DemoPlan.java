package io.contrastream.demo;

import io.contrastream.feed.ImageFeed;
import io.contrastream.image.DigitSource;
import io.contrastream.image.source.Alteration;
import io.contrastream.image.source.AlteredDigits;
import java.util.Optional;

/**
 * What a demo does.
 *
 * @param seed seed for choosing contrastive examples
 * @param feed how many images to send, and how fast
 * @param fromScratch whether to start with untrained weights
 * @param drift how the digits change halfway through; empty if they do not
 */
public record DemoPlan(
    DigitSource digits,
    long seed,
    ImageFeed.Plan feed,
    boolean fromScratch,
    Optional<Alteration> drift) {

  /** When the digits of an endless feed change: enough for a reference to compare them with. */
  private static final double ENDLESS_SECONDS = 60;

  /**
   * Maximum number of images until then. A trainer on two cores slows any feed to about 200 images
   * per second.
   */
  private static final double MAX_ENDLESS_IMAGES = 20_000;

  /** A feed of more images counts as endless. */
  private static final long MAX_FINITE_IMAGES = 1_000_000_000;

  /** A demo without learning. */
  public DemoPlan(DigitSource digits, long seed, ImageFeed.Plan feed) {
    this(digits, seed, feed, false, Optional.empty());
  }

  /** Whether a trainer runs next to the processor. */
  public boolean learns() {
    return fromScratch || drift.isPresent();
  }

  /** Index of the first altered pair, or {@link Long#MAX_VALUE} if none is altered. */
  long driftsAtPair() {
    if (drift.isEmpty()) {
      return Long.MAX_VALUE;
    }
    return feed.images() > MAX_FINITE_IMAGES ? endlessDriftsAtPair() : feed.images() / 2 / 2;
  }

  private long endlessDriftsAtPair() {
    double images = feed.perSecond() * ENDLESS_SECONDS;
    boolean few = images > 0 && images < MAX_ENDLESS_IMAGES; // a rate of 0 is unlimited
    return Math.round((few ? images : MAX_ENDLESS_IMAGES) / 2);
  }

  ImageFeed.Schedule schedule() {
    return drift
        .map(
            it -> new ImageFeed.Schedule(digits, new AlteredDigits(digits, it), 2 * driftsAtPair()))
        .orElse(ImageFeed.Schedule.constant(digits));
  }
}
