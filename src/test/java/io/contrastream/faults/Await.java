package io.contrastream.faults;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something to become true, and fails where it doesn't. */
final class Await {
  static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final long PAUSE_MS = 20;

  private Await() {}

  static void until(String what, Duration atMost, BooleanSupplier condition) {
    if (!within(atMost, condition)) {
      throw new AssertionError("Not within " + atMost.toSeconds() + " s: " + what);
    }
  }

  static boolean within(Duration atMost, BooleanSupplier condition) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      pause(PAUSE_MS);
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
