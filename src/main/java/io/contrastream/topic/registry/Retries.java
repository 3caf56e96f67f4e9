package io.contrastream.topic.registry;

import io.contrastream.lifecycle.WaitLog;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.InterruptException;

/** Repeats a request while the registry is down, at growing intervals, until the timeout. */
final class Retries {
  private static final long MIN_BACKOFF_MS = 100;
  private static final long MAX_BACKOFF_MS = 5_000;

  /** A request over the network; an IOException means that another attempt may succeed. */
  @FunctionalInterface
  interface Request<T> {
    T send() throws IOException;
  }

  private final RegistryClientSettings settings;

  Retries(RegistryClientSettings settings) {
    this.settings = settings;
  }

  /**
   * @throws RegistryUnavailableException if the request still fails when the timeout has passed
   * @throws InterruptException if the thread is interrupted between two attempts
   */
  <T> T send(Request<T> request) {
    long deadline = System.nanoTime() + settings.retryTimeout().toNanos();
    for (long backoffMs = MIN_BACKOFF_MS; ; backoffMs = Math.min(2 * backoffMs, MAX_BACKOFF_MS)) {
      try {
        return request.send();
      } catch (IOException e) {
        if (System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(backoffMs) > deadline) {
          throw unavailable(e);
        }
        announce(e, backoffMs);
      }
      pause(backoffMs);
    }
  }

  /** Waits for the second failure: the first may be no more than a connection that was closed. */
  private void announce(IOException e, long backoffMs) {
    Duration timeout = settings.retryTimeout();
    if (backoffMs == 2 * MIN_BACKOFF_MS && WaitLog.isLong(timeout)) {
      WaitLog.warn("the schema registry at " + settings.address(), reason(e), timeout);
    }
  }

  private RegistryUnavailableException unavailable(IOException e) {
    long millis = settings.retryTimeout().toMillis();
    return new RegistryUnavailableException(
        "The schema registry at "
            + settings.address()
            + " did not answer within "
            + (millis < 1000 ? millis + " ms" : millis / 1000 + " s")
            + ": "
            + reason(e)
            + ". Is it running, and is "
            + RegistryClientSettings.URL
            + " right?");
  }

  private static String reason(IOException e) {
    if (e instanceof UnknownHostException) {
      return "unknown host " + e.getMessage();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
