package io.contrastream.topic.registry;

import io.contrastream.topic.WaitLog;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.InterruptException;

/** Repeats a request while the registry is down, at growing intervals, up to the patience set. */
final class RegistryRequests {
  private static final long FIRST_PAUSE_MS = 100;
  private static final long LONGEST_PAUSE_MS = 5_000;

  /** One request over the network; an IOException means that it is worth trying again. */
  @FunctionalInterface
  interface Request<T> {
    T send() throws IOException;
  }

  private final RegistryClientSettings settings;

  RegistryRequests(RegistryClientSettings settings) {
    this.settings = settings;
  }

  /**
   * @throws RegistryUnavailableException when patience is at its end
   * @throws InterruptException where the thread is interrupted while it waits
   */
  <T> T send(Request<T> request) {
    long deadline = System.nanoTime() + settings.patience().toNanos();
    for (long pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      try {
        return request.send();
      } catch (IOException e) {
        if (System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMs) > deadline) {
          throw unavailable(e);
        }
        tell(e, pauseMs);
      }
      pause(pauseMs);
    }
  }

  /** Not before the second attempt: a single one may fail where a connection was closed. */
  private void tell(IOException e, long pauseMs) {
    if (pauseMs == 2 * FIRST_PAUSE_MS && WaitLog.isLong(settings.patience())) {
      WaitLog.warn("the schema registry at " + settings.address(), reason(e), settings.patience());
    }
  }

  private RegistryUnavailableException unavailable(IOException e) {
    Duration patience = settings.patience();
    return new RegistryUnavailableException(
        "The schema registry at "
            + settings.address()
            + " did not answer within "
            + (patience.toMillis() < 1000
                ? patience.toMillis() + " ms"
                : patience.toSeconds() + " s")
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

  private static void pause(long pauseMs) {
    try {
      Thread.sleep(pauseMs);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
