package io.contrastream.topology.streams;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time by which windows close: the largest timestamp seen, like Kafka's stream time, with two
 * differences. A timestamp from the future counts as now, so that one producer with a wrong clock
 * closes nobody's windows. After a while without records, the wall clock takes over, so that a
 * stream that falls silent still closes its last windows. An outage of the broker does not count:
 * the records that are missing may be waiting there.
 */
public final class StreamClock {
  private final long idleMs;
  private final LongSupplier outageMs;
  private long latestMs = Long.MIN_VALUE;
  private long lastSeenMs = Long.MIN_VALUE;
  private long outageBeforeMs;

  /**
   * @param idle time without records after which the wall clock takes over
   * @param outageMs returns how long the broker has been away so far
   */
  public StreamClock(Duration idle, LongSupplier outageMs) {
    this.idleMs = idle.toMillis();
    this.outageMs = outageMs;
  }

  public void observe(long timestampMs, long nowMs) {
    latestMs = Math.max(latestMs, Math.min(timestampMs, nowMs));
    startSilence(nowMs);
  }

  private void startSilence(long nowMs) {
    lastSeenMs = nowMs;
    outageBeforeMs = outageMs.getAsLong();
  }

  /**
   * Returns milliseconds since 1970 UTC, or {@link Long#MIN_VALUE} before the first timestamp.
   * Silence is measured from the first call on, so the time that a restart takes does not count.
   */
  public long timeMs(long nowMs) {
    if (lastSeenMs == Long.MIN_VALUE) {
      startSilence(nowMs);
    }
    long silentMs = nowMs - lastSeenMs - (outageMs.getAsLong() - outageBeforeMs);
    return silentMs >= idleMs ? Math.max(latestMs, nowMs) : latestMs;
  }
}
