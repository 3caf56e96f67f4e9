package io.contrastream.monitor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How quickly a count grows: a mean over the last five seconds, since commits come in steps, or
 * between the last two readings where those are further apart. One thread calls.
 */
final class GrowthRate {
  private static final long SPAN_NS = Duration.ofSeconds(5).toNanos();

  private final Deque<Reading> readings = new ArrayDeque<>();
  private long first;

  private record Reading(long count, long atNs) {}

  /**
   * @param atNs of {@link System#nanoTime}, later than the last one
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

  /** Since the first reading; 0 before the second. */
  long total() {
    return readings.isEmpty() ? 0 : readings.getLast().count - first;
  }

  /** Never negative, though a topic that was made anew counts from 0. Null before two readings. */
  Double perSecond() {
    if (readings.size() < 2) {
      return null;
    }
    Reading from = readings.getFirst();
    Reading to = readings.getLast();
    return Math.max(0, (to.count - from.count) * 1e9 / (to.atNs - from.atNs));
  }
}
