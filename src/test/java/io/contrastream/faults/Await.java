package io.contrastream.faults;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for conditions. */
final class Await {
  static final Duration TIMEOUT = Duration.ofSeconds(90);

  private static final long INTERVAL_MS = 20;

  private Await() {}

  /**
   * @throws AssertionError if the condition does not become true in time
   */
  static void until(String what, Duration atMost, BooleanSupplier condition) {
    if (!within(atMost, condition)) {
      throw new AssertionError("Not within %d s: %s".formatted(atMost.toSeconds(), what));
    }
  }

  /** Returns whether the condition became true in time. */
  static boolean within(Duration atMost, BooleanSupplier condition) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      pause(INTERVAL_MS);
    }
    return true;
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
