package io.contrastream.bench.pipeline;

import java.time.Duration;

/**
 * What is measured of the pipeline.
 *
 * @param measured for how long, at full speed and again at a quarter of it
 * @param pairs whether images come as anchors with one contrastive example each, to be joined and
 *     scored; else each stands alone
 */
public record PipelinePlan(Duration measured, boolean pairs) {
  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(5);
  private static final Duration LONGEST_COMPILING = Duration.ofMinutes(1);
  private static final int ROUNDS = 5;

  /** How long the virtual machine may take to compile what is hot, before anything is measured. */
  Duration compiling() {
    return shorter(measured.multipliedBy(3), LONGEST_COMPILING);
  }

  /** Until batches have their size. */
  Duration warmUp() {
    return shorter(measured.dividedBy(2), LONGEST_WARM_UP);
  }

  /** Rounds of the raw embedder, as many before as after. */
  int rounds() {
    return ROUNDS;
  }

  Duration round() {
    return shorter(measured.dividedBy(3L * ROUNDS), Duration.ofSeconds(1));
  }

  /** Images in the whole time, warm-up and all, at so many a second; an even number. */
  long images(double perSecond) {
    double seconds = measured.plus(warmUp()).toMillis() / 1e3;
    return Math.max(2, Math.round(perSecond * seconds / 2) * 2);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
