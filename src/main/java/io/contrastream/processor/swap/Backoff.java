package io.contrastream.processor.swap;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Pauses between retries, each twice as long as the last; {@link #stop} ends the current one. */
final class Backoff {
  private final Duration min;
  private final Duration max;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Duration next;

  Backoff(Duration min, Duration max) {
    this.min = min;
    this.max = max;
    next = min;
  }

  /** Waits; only the retrying thread calls this. */
  void pause() {
    try {
      stopped.await(next.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      stop();
    }
    next = Collections.min(List.of(next.multipliedBy(2), max));
  }

  /** Starts again with the shortest pause, after a success; only the retrying thread calls this. */
  void reset() {
    next = min;
  }

  /** Any thread may call this. */
  void stop() {
    stopped.countDown();
  }

  boolean isStopped() {
    return stopped.getCount() == 0;
  }
}
