package io.contrastream.bench.swap;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * How often to swap the checkpoint. Phases with and without swaps alternate, so that a busy moment
 * of the machine affects both in the same way.
 *
 * @param swaps total number of swaps, at least 1
 * @param every time between two announcements
 */
public record SwapPlan(int swaps, Duration every) {
  private static final int MAX_PHASES = 5;
  private static final int ALONE_DIVISOR = 20;
  private static final Duration MIN_ALONE = Duration.ofSeconds(1);
  private static final Duration MAX_WARM_UP = Duration.ofMinutes(1);

  int phases() {
    return Math.min(MAX_PHASES, swaps);
  }

  /** Returns the number of swaps made by the end of a phase; phases count from 1. */
  int swapsUntil(int phase) {
    return (int) ((long) swaps * phase / phases());
  }

  /** Length of a phase without swaps; there is one more of these. */
  Duration alone() {
    return Collections.max(List.of(every.multipliedBy(swaps).dividedBy(ALONE_DIVISOR), MIN_ALONE));
  }

  /** Longest wait for the JIT compiler before anything is measured. */
  Duration warmUp() {
    return Collections.min(List.of(every.multipliedBy(swaps), MAX_WARM_UP));
  }

  /** Number of swaps after which memory should no longer grow. */
  int settled() {
    return Math.min(50, (swaps + 1) / 2);
  }
}
