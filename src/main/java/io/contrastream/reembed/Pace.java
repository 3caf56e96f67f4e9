package io.contrastream.reembed;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Keeps to a number of inputs per second, on average since it began. Not thread-safe. */
final class Pace {
  private static final double NANOS = Duration.ofSeconds(1).toNanos();

  private final double perSecond;
  private double dueNs = System.nanoTime();

  /**
   * @param perSecond 0 for no limit
   */
  Pace(double perSecond) {
    this.perSecond = perSecond;
  }

  /** Waits until these inputs may follow the ones before. */
  void await(int inputs) throws InterruptedException {
    if (perSecond == 0) {
      return;
    }
    double nowNs = System.nanoTime();
    if (dueNs > nowNs) {
      TimeUnit.NANOSECONDS.sleep((long) (dueNs - nowNs));
    }
    dueNs = Math.max(dueNs, nowNs - NANOS) + inputs * NANOS / perSecond; // no burst after a pause
  }
}
