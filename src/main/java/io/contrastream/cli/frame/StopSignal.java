package io.contrastream.cli.frame;

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
 * or after 50 seconds. A command that does not ask within two seconds, since it is still starting,
 * is interrupted: the thread that installed this. {@link #await} and {@link #asked} may be called
 * by any thread.
 */
public final class StopSignal implements AutoCloseable {
  /** More than all parts together take to close. */
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  /** A command that looks does so many times a second. */
  private static final Duration NOTICE = Duration.ofSeconds(2);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread commander = Thread.currentThread();
  private volatile boolean noticed;
  private final Thread hook = new Thread(this::askAndWait, "stop-signal");

  private StopSignal() {}

  public static StopSignal install() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  public boolean asked() {
    boolean now = asked.getCount() == 0;
    noticed |= now;
    return now;
  }

  /**
   * Waits at most so long.
   *
   * @return whether the command was asked to stop
   */
  public boolean await(Duration atMost) throws InterruptedException {
    boolean now = asked.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    noticed |= now;
    return now;
  }

  /** What the virtual machine calls on a thread of its own when it is told to end. */
  void askAndWait() {
    asked.countDown();
    try {
      if (!done.await(NOTICE.toMillis(), TimeUnit.MILLISECONDS) && !noticed) {
        commander.interrupt(); // it still waits for a part to start
      }
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
