package io.contrastream.topology.streams;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time by which windows close: the largest timestamp seen, like Kafka's stream time, with two
 * differences. A timestamp from the future counts as now, so that one producer with a wrong clock
 * closes nobody's windows. After a while without records, the wall clock takes over, so that a
 * stream that falls silent still closes its last windows. After an outage of the broker, silence
 * starts again, and must last longer: the records that are missing may be waiting there, or at
 * their producers.
 */
public final class StreamClock {
  /** By then a producer has sent a lost request again: request.timeout.ms is 30 s by default. */
  private static final long AFTER_OUTAGE_MS = 40_000;

  private final long idleMs;
  private final LongSupplier outages;
  private long latestMs = Long.MIN_VALUE;
  private long lastSeenMs = Long.MIN_VALUE;
  private long outagesBefore;
  private long heldUntilMs = Long.MIN_VALUE;

  /**
   * @param idle time without records after which the wall clock takes over
   * @param outages returns a number that grows as long as the broker is away
   */
  public StreamClock(Duration idle, LongSupplier outages) {
    this.idleMs = idle.toMillis();
    this.outages = outages;
  }

  public void observe(long timestampMs, long nowMs) {
    latestMs = Math.max(latestMs, Math.min(timestampMs, nowMs));
    startSilence(nowMs);
  }

  private void startSilence(long nowMs) {
    long outagesNow = outages.getAsLong();
    if (outagesNow != outagesBefore) { // also one before a task was moved to this thread
      heldUntilMs = nowMs + AFTER_OUTAGE_MS;
    }
    outagesBefore = outagesNow;
    lastSeenMs = nowMs;
  }

  /**
   * Returns milliseconds since 1970 UTC, or {@link Long#MIN_VALUE} before the first timestamp.
   * Silence is measured from the first call on, so the time that a restart takes does not count.
   */
  public long timeMs(long nowMs) {
    if (lastSeenMs == Long.MIN_VALUE || outages.getAsLong() != outagesBefore) {
      startSilence(nowMs);
    }
    boolean silent = nowMs >= heldUntilMs && nowMs - lastSeenMs >= idleMs;
    return silent ? Math.max(latestMs, nowMs) : latestMs;
  }
}
