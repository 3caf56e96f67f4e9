package io.contrastream.lifecycle;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon thread that repeats a step until it is closed. After each failure in a row it pauses
 * twice as long. An {@link Error} ends it, which {@link #problem} reports.
 */
public final class RetryingThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RetryingThread.class);
  private static final long MIN_PAUSE_MS = 1000;
  private static final long MAX_PAUSE_MS = 60_000;

  private final String subject;
  private final String verb;
  private final Runnable step;
  private final Runnable release;
  private final Thread thread;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile String problem;

  /**
   * @param subject what the thread works on, such as {@code the loss}
   * @param verb what the thread does with it, as a participle such as {@code watched}
   * @param release frees what the step uses, once it is no longer called
   */
  public RetryingThread(String name, String subject, String verb, Runnable step, Runnable release) {
    this.subject = subject;
    this.verb = verb;
    this.step = step;
    this.release = release;
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** Returns why the thread has ended by itself; empty if it has not. Any thread may call this. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  private void run() {
    long pauseMs = 0;
    try {
      while (!stopped.await(pauseMs, TimeUnit.MILLISECONDS)) {
        pauseMs = succeeds() ? 0 : Math.min(MAX_PAUSE_MS, Math.max(MIN_PAUSE_MS, 2 * pauseMs));
      }
    } catch (InterruptedException e) {
      LOG.debug("{} was interrupted", thread.getName());
    } catch (Error e) {
      problem = "%s is no longer %s: %s".formatted(subject, verb, e);
      LOG.error("{} has ended: {}", thread.getName(), problem, e);
      throw e;
    } finally {
      release.run();
    }
  }

  private boolean succeeds() {
    try {
      step.run();
      return true;
    } catch (RuntimeException e) {
      if (stopped.getCount() > 0) {
        LOG.warn("Trying again, because {} could not be {}", subject, verb, e);
      }
      return false;
    }
  }

  /** Waits for the end of the current step. */
  @Override
  public void close() {
    stopped.countDown();
    if (!thread.isAlive()) {
      release.run();
      return;
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
