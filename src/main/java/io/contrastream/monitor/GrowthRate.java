package io.contrastream.monitor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The growth rate of a count, averaged over the last five seconds because commits come in steps, or
 * over the last two readings if they are further apart. One thread calls.
 */
final class GrowthRate {
  private static final long SPAN_NS = Duration.ofSeconds(5).toNanos();

  private final Deque<Reading> readings = new ArrayDeque<>();
  private long first;

  private record Reading(long count, long atNs) {}

  /**
   * @param atNs {@link System#nanoTime}, later than that of the previous reading
   */
  void add(long count, long atNs) {
    if (readings.isEmpty()) {
      first = count;
    }
    readings.addLast(new Reading(count, atNs));
    while (readings.size() > 2 && atNs - readings.getFirst().atNs > SPAN_NS) {
      readings.removeFirst();
    }
  }

  /** Returns the growth since the first reading. */
  long total() {
    return readings.isEmpty() ? 0 : readings.getLast().count - first;
  }

  /**
   * Returns null before the second reading; never negative, even if a recreated topic restarts at
   * 0.
   */
  Double perSecond() {
    if (readings.size() < 2) {
      return null;
    }
    Reading from = readings.getFirst();
    Reading to = readings.getLast();
    return Math.max(0, (to.count - from.count) * 1e9 / (to.atNs - from.atNs));
  }
}
