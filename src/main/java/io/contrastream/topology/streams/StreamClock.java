package io.contrastream.topology.streams;

import java.time.Duration;

/**
 * The time by which windows close: the largest timestamp seen, like Kafka's stream time, with two
 * differences. A timestamp from the future counts as now, so that one producer with a wrong clock
 * closes nobody's windows. After a while without records, the wall clock takes over, so that a
 * stream that falls silent still closes its last windows. A longer outage of the broker looks the
 * same as silence.
 */
public final class StreamClock {
  private final long idleMs;
  private long latestMs = Long.MIN_VALUE;
  private long lastSeenMs = Long.MIN_VALUE;

  /**
   * @param idle time without records after which the wall clock takes over
   */
  public StreamClock(Duration idle) {
    idleMs = idle.toMillis();
  }

  public void observe(long timestampMs, long nowMs) {
    latestMs = Math.max(latestMs, Math.min(timestampMs, nowMs));
    lastSeenMs = nowMs;
  }

  /**
   * Returns milliseconds since 1970 UTC, or {@link Long#MIN_VALUE} before the first timestamp.
   * Silence is measured from the first call on, so the time that a restart takes does not count.
   */
  public long timeMs(long nowMs) {
    if (lastSeenMs == Long.MIN_VALUE) {
      lastSeenMs = nowMs;
    }
    return nowMs - lastSeenMs >= idleMs ? Math.max(latestMs, nowMs) : latestMs;
  }
}
