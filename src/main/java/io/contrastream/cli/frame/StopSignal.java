package io.contrastream.cli.frame;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command poll for Ctrl-C or SIGTERM, so that it closes its parts in order; opened before
 * them. The process ends after {@link #close}, or after {@link #CLOSE_TIMEOUT}. If the command does
 * not poll within {@link #POLL_TIMEOUT}, for example because it is still starting, the thread that
 * called {@link #install} is interrupted. Any thread may call {@link #await} and {@link
 * #isRequested}.
 */
public final class StopSignal implements AutoCloseable {
  /** Longer than all parts together take to close. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(50);

  /** Commands poll several times a second. */
  private static final Duration POLL_TIMEOUT = Duration.ofSeconds(2);

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread commandThread = Thread.currentThread();
  private volatile boolean polled;
  private final ShutdownHook hook = new ShutdownHook("stop-signal", this::requestAndWait);

  private StopSignal() {}

  public static StopSignal install() {
    return new StopSignal();
  }

  /** Returns whether the command should stop. */
  public boolean isRequested() {
    boolean now = requested.getCount() == 0;
    polled |= now;
    return now;
  }

  /** Waits up to {@code timeout}, and returns whether the command should stop. */
  public boolean await(Duration timeout) throws InterruptedException {
    boolean now = requested.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    polled |= now;
    return now;
  }

  /** Runs as the JVM's shutdown hook, on a thread of its own. */
  void requestAndWait() {
    requested.countDown();
    try {
      if (!done.await(POLL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS) && !polled) {
        commandThread.interrupt(); // a part is still starting
      }
      done.await(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    done.countDown();
    hook.close();
  }
}
