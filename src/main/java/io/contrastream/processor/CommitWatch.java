package io.contrastream.processor;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Notices that a stream thread has sent outputs and cannot commit them, for example because a topic
 * was deleted: Kafka's producer retries for minutes without an error. The clients of the stream
 * threads report to it; any thread may ask.
 */
final class CommitWatch {
  private static final Duration MIN_TIMEOUT = Duration.ofSeconds(30);

  private final long timeoutMs;
  private final LongSupplier clockMs;
  private final Map<Thread, Long> uncommittedSinceMs = new ConcurrentHashMap<>();

  /**
   * @param commitInterval time between commits if all is well
   */
  CommitWatch(Duration commitInterval, LongSupplier clockMs) {
    this.timeoutMs = MIN_TIMEOUT.plus(commitInterval.multipliedBy(3)).toMillis();
    this.clockMs = clockMs;
  }

  /** Called by a stream thread. */
  void sent() {
    uncommittedSinceMs.computeIfAbsent(Thread.currentThread(), thread -> clockMs.getAsLong());
  }

  /** Called by a stream thread after a commit, or if it gives up what it has sent. */
  void settled() {
    uncommittedSinceMs.remove(Thread.currentThread());
  }

  /** Returns what is wrong if outputs have waited too long for a commit, else empty. */
  Optional<String> problem() {
    uncommittedSinceMs.keySet().removeIf(thread -> !thread.isAlive());
    if (uncommittedSinceMs.isEmpty()) {
      return Optional.empty();
    }
    long waitingMs = clockMs.getAsLong() - Collections.min(uncommittedSinceMs.values());
    return waitingMs < timeoutMs
        ? Optional.empty()
        : Optional.of(
            "no commit for %d s; check that the brokers are up, that no output topic was deleted"
                    .formatted(waitingMs / 1000)
                + " (contrastream topics describe) and that no rebalance is stuck");
  }
}
