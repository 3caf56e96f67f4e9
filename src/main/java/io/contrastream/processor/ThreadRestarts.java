package io.contrastream.processor;

import io.contrastream.topic.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Tells whether a stream thread that failed is worth another one. It is where somebody else was out
 * of reach, the registry or a broker, since that passes; but not for ever, so that a lasting outage
 * is told by the end of the process. One outage fails all threads at about the same time, so what
 * is counted are outages: one costs each thread at most one restart. Every other fault would stop
 * the next thread too. Any thread may call.
 */
final class ThreadRestarts {
  private static final int MOST = 5;
  private static final Duration PERIOD = Duration.ofMinutes(10);

  /** Shorter than a thread tries before it fails, so that a lasting outage counts again. */
  private static final Duration TOGETHER = Duration.ofSeconds(30);

  private final int threads;
  private final Deque<Long> outagesNs = new ArrayDeque<>();
  private int restartsOfLatest;

  /**
   * @param threads of the process
   */
  ThreadRestarts(int threads) {
    this.threads = threads;
  }

  synchronized boolean allow(Throwable failure, long nowNs) {
    if (!passes(failure)) {
      return false;
    }
    outagesNs.removeIf(outage -> nowNs - outage > PERIOD.toNanos());
    if (isOfLatest(nowNs)) {
      restartsOfLatest++;
      return true;
    }
    if (outagesNs.size() >= MOST) {
      return false;
    }
    outagesNs.add(nowNs);
    restartsOfLatest = 1;
    return true;
  }

  private boolean isOfLatest(long nowNs) {
    return !outagesNs.isEmpty()
        && nowNs - outagesNs.getLast() <= TOGETHER.toNanos()
        && restartsOfLatest < threads;
  }

  private static boolean passes(Throwable failure) {
    return Stream.iterate(failure, e -> e != null, Throwable::getCause)
        .anyMatch(
            e -> e instanceof RegistryUnavailableException || e instanceof RetriableException);
  }
}
