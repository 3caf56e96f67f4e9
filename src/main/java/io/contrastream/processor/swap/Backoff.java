package io.contrastream.processor.swap;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Pauses between tries, twice as long each time, which end where {@link #stop} is called. */
final class Backoff {
  private final Duration shortest;
  private final Duration longest;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Duration next;

  Backoff(Duration shortest, Duration longest) {
    this.shortest = shortest;
    this.longest = longest;
    next = shortest;
  }

  /** Waits; the thread that tries calls. */
  void pause() {
    try {
      stopped.await(next.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      stop();
    }
    next = Collections.min(List.of(next.multipliedBy(2), longest));
  }

  /** A try went well; the thread that tries calls. */
  void reset() {
    next = shortest;
  }

  /** Any thread may call. */
  void stop() {
    stopped.countDown();
  }

  boolean isStopped() {
    return stopped.getCount() == 0;
  }
}
