package io.contrastream.runtime;

import io.contrastream.topic.RegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Tells whether a stream thread that failed is worth another one. It is where somebody else was out
 * of reach, the registry or a broker, since that passes; but not for ever, so that a lasting outage
 * is told by the end of the process. Every other fault would stop the next thread too. Any thread
 * may call.
 */
final class ThreadRestarts {
  private static final int MOST = 5;
  private static final Duration PERIOD = Duration.ofMinutes(10);

  private final Deque<Long> restartsNs = new ArrayDeque<>();

  synchronized boolean allow(Throwable failure, long nowNs) {
    restartsNs.removeIf(restart -> nowNs - restart > PERIOD.toNanos());
    if (!passes(failure) || restartsNs.size() >= MOST) {
      return false;
    }
    restartsNs.add(nowNs);
    return true;
  }

  private static boolean passes(Throwable failure) {
    return Stream.iterate(failure, e -> e != null, Throwable::getCause)
        .anyMatch(
            e -> e instanceof RegistryUnavailableException || e instanceof RetriableException);
  }
}
