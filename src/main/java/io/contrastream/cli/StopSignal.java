package io.contrastream.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C (or a plain kill) as a question that a command asks, so that it stops in its own order:
 *
 * <pre>{@code
 * try (StopSignal stop = StopSignal.install();
 *     Work work = Work.start()) {
 *   while (!stop.await(Duration.ofSeconds(1))) { … }
 * }
 * }</pre>
 *
 * <p>The process ends once {@link #close} was called, which the order above makes the last thing,
 * or after 30 seconds. {@link #await} and {@link #asked} may be called by any thread.
 */
final class StopSignal implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::askAndWait, "stop-signal");

  private StopSignal() {}

  static StopSignal install() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  boolean asked() {
    return asked.getCount() == 0;
  }

  /**
   * Waits at most so long.
   *
   * @return whether the command was asked to stop
   */
  boolean await(Duration atMost) throws InterruptedException {
    return asked.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What the virtual machine calls on a thread of its own when it is told to end. */
  void askAndWait() {
    asked.countDown();
    try {
      done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    done.countDown();
    if (!asked()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The machine is ending at this very moment; the hook finds its work done.
      }
    }
  }
}
