package io.contrastream.bench.pipeline;

import io.contrastream.bench.Load;
import io.contrastream.schema.Modality;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * What to measure of the pipeline.
 *
 * @param measured how long to measure at full speed, and again at a quarter of it
 * @param modality of the inputs
 * @param pairs whether the images come as pairs, to be joined and scored, or singly
 * @param shadow share of the pairs that a candidate in the shadow embeds in a second run; 0 for no
 *     such run
 */
public record PipelinePlan(Duration measured, Modality modality, boolean pairs, double shadow) {
  private static final Duration MAX_WARM_UP = Duration.ofSeconds(5);
  private static final Duration MAX_JIT_WARM_UP = Duration.ofMinutes(1);

  /** Maximum wait for the JIT compiler before the backlog is made. */
  Duration jitWarmUp() {
    return Collections.min(List.of(measured.multipliedBy(3), MAX_JIT_WARM_UP));
  }

  /** Maximum wait for the JIT compiler at full speed, at which it finds more to compile. */
  Duration fullSpeedWarmUp() {
    return Collections.min(List.of(measured.multipliedBy(2), MAX_JIT_WARM_UP));
  }

  /** Time until batches have reached their size. */
  Duration warmUp() {
    return Collections.min(List.of(measured.dividedBy(2), MAX_WARM_UP));
  }

  /** Length of a round of the embedder alone, before the pipeline and again after it. */
  Duration roundLength() {
    return Collections.min(List.of(measured.dividedBy(3L * Load.ROUNDS), Duration.ofSeconds(1)));
  }

  /** Images of the backlog to process at the given rate; an even number. */
  long backlog(double perSecond) {
    return images(perSecond, fullSpeedWarmUp().plus(measured));
  }

  /** Images to feed for the warm-up and the measurement at the given rate; an even number. */
  long images(double perSecond) {
    return images(perSecond, measured);
  }

  private long images(double perSecond, Duration time) {
    double seconds = time.plus(warmUp()).toMillis() / 1e3;
    return Math.max(2, Math.round(perSecond * seconds / 2) * 2);
  }
}
