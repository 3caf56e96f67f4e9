package io.contrastream.processor;

import io.contrastream.topic.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Decides whether a failed stream thread is replaced. It is if the registry or a broker could not
 * be reached, since that is temporary; but only a limited number of times, so that a lasting outage
 * ends the process. An outage fails all threads at about the same time, so outages are counted:
 * each replaces a thread at most once. Any other failure would also stop the replacement.
 * Thread-safe.
 */
final class ThreadRestarts {
  private static final int MAX_OUTAGES = 5;
  private static final Duration PERIOD = Duration.ofMinutes(10);

  /** Shorter than a thread retries before it fails, so that a lasting outage counts again. */
  private static final Duration SAME_OUTAGE = Duration.ofSeconds(30);

  private final int threads;
  private final Deque<Long> outagesNs = new ArrayDeque<>();
  private int restartsOfLatest;

  ThreadRestarts(int threads) {
    this.threads = threads;
  }

  synchronized boolean allow(Throwable failure, long nowNs) {
    if (!isTemporary(failure)) {
      return false;
    }
    outagesNs.removeIf(outage -> nowNs - outage > PERIOD.toNanos());
    if (isLatestOutage(nowNs)) {
      restartsOfLatest++;
      return true;
    }
    if (outagesNs.size() >= MAX_OUTAGES) {
      return false;
    }
    outagesNs.add(nowNs);
    restartsOfLatest = 1;
    return true;
  }

  private boolean isLatestOutage(long nowNs) {
    return !outagesNs.isEmpty()
        && nowNs - outagesNs.getLast() <= SAME_OUTAGE.toNanos()
        && restartsOfLatest < threads;
  }

  private static boolean isTemporary(Throwable failure) {
    return Stream.iterate(failure, e -> e != null, Throwable::getCause)
        .anyMatch(
            e -> e instanceof RegistryUnavailableException || e instanceof RetriableException);
  }
}
