package io.contrastream.bench.swap;

import java.time.Duration;

/**
 * How often the checkpoint is swapped. Swaps come in stretches, with stretches of none between
 * them, so that a machine that grows busy meanwhile slows both down.
 *
 * @param swaps at least 1
 * @param every time from one announcement to the next
 */
public record SwapPlan(int swaps, Duration every) {
  private static final int STRETCHES = 5;
  private static final int ALONE_SHARE = 20;
  private static final Duration LEAST_ALONE = Duration.ofSeconds(1);
  private static final Duration LONGEST_WARM_UP = Duration.ofMinutes(1);

  int stretches() {
    return Math.min(STRETCHES, swaps);
  }

  /** How many swaps have been made when the stretch ends; the first is 1. */
  int swapsUntil(int stretch) {
    return (int) ((long) swaps * stretch / stretches());
  }

  /** How long a stretch without swaps is; there is one more of these. */
  Duration alone() {
    Duration share = every.multipliedBy(swaps).dividedBy(ALONE_SHARE);
    return share.compareTo(LEAST_ALONE) < 0 ? LEAST_ALONE : share;
  }

  /** How long compiling is waited for, at most. */
  Duration warmUp() {
    Duration all = every.multipliedBy(swaps);
    return all.compareTo(LONGEST_WARM_UP) < 0 ? all : LONGEST_WARM_UP;
  }

  /** After so many swaps memory should grow no more. */
  int settled() {
    return Math.min(50, (swaps + 1) / 2);
  }
}
