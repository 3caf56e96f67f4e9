package io.contrastream.topology;

import java.time.Duration;

/**
 * Tells when windows close: the largest timestamp seen, as stream time is, with two differences. A
 * timestamp from the future counts as now, so that one producer with a wrong clock closes nobody's
 * window. And where nothing has come for a while, the wall clock takes over, so that a stream that
 * falls silent still closes its last windows. An outage of the broker that lasts longer looks like
 * such silence.
 */
final class StreamClock {
  private final long idleMs;
  private long latestMs = Long.MIN_VALUE;
  private long lastSeenMs = Long.MIN_VALUE;

  /**
   * @param idle silence after which the wall clock takes over
   */
  StreamClock(Duration idle) {
    idleMs = idle.toMillis();
  }

  void observe(long timestampMs, long nowMs) {
    latestMs = Math.max(latestMs, Math.min(timestampMs, nowMs));
    lastSeenMs = nowMs;
  }

  /**
   * Milliseconds since 1970 UTC; {@link Long#MIN_VALUE} before the first timestamp. Silence counts
   * from the first question on: the time that a restart takes is no silence.
   */
  long timeMs(long nowMs) {
    if (lastSeenMs == Long.MIN_VALUE) {
      lastSeenMs = nowMs;
    }
    return nowMs - lastSeenMs >= idleMs ? Math.max(latestMs, nowMs) : latestMs;
  }
}
