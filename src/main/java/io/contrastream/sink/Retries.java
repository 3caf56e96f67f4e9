package io.contrastream.sink;

import io.contrastream.lifecycle.RootCause;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits between tries, longer each time, and gives up after a while. Not thread-safe. */
final class Retries {
  private static final Logger LOG = LoggerFactory.getLogger(Retries.class);
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(15);
  private static final long STEP_MS = 50;

  private final Duration limit;
  private final SinkListener listener;
  private final BooleanSupplier stopped;
  private long failingSinceNs;
  private Duration pause = Duration.ZERO;

  /**
   * @param limit how long to retry after the first of several failures
   */
  Retries(Duration limit, SinkListener listener, BooleanSupplier stopped) {
    this.limit = limit;
    this.listener = listener;
    this.stopped = stopped;
  }

  /** Notes a success. */
  void reset() {
    if (!pause.isZero()) {
      listener.note("Writing again");
      pause = Duration.ZERO;
    }
  }

  /**
   * Waits before the next try, or until stopped.
   *
   * @throws RuntimeException the failure, if they have gone on for too long
   */
  void await(RuntimeException failure) {
    LOG.warn("The sink failed and tries again", failure);
    if (pause.isZero()) {
      failingSinceNs = System.nanoTime();
      pause = FIRST;
      listener.note("Trying again: " + RootCause.message(failure));
    } else {
      pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
    }
    long endNs = System.nanoTime() + pause.toNanos();
    if (endNs - failingSinceNs > limit.toNanos()) {
      throw failure;
    }
    while (System.nanoTime() < endNs && !stopped.getAsBoolean()) {
      sleep();
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(STEP_MS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
