package io.contrastream.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Waits for conditions, and says what it waited for if they don't become true in time. */
public final class Await {
  public static final Duration TIMEOUT = Duration.ofMinutes(2);

  private static final long INTERVAL_MS = 20;

  private Await() {}

  /**
   * A value to look at again and again.
   *
   * @param <E> what looking may throw
   */
  @FunctionalInterface
  public interface Source<T, E extends Exception> {
    T get() throws E;
  }

  /**
   * @throws AssertionError if the condition does not become true within {@link #TIMEOUT}
   */
  public static void until(String what, BooleanSupplier condition) {
    until(what, TIMEOUT, condition);
  }

  /**
   * @throws AssertionError if the condition does not become true in time
   */
  public static void until(String what, Duration timeout, BooleanSupplier condition) {
    if (!within(timeout, condition)) {
      throw new AssertionError("Not within %d s: %s".formatted(timeout.toSeconds(), what));
    }
  }

  /** Returns whether the condition became true in time. */
  public static boolean within(Duration timeout, BooleanSupplier condition) {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadlineNs) {
        return false;
      }
      pause(INTERVAL_MS);
    }
    return true;
  }

  /**
   * Returns the first value that matches.
   *
   * @throws AssertionError if none does within {@link #TIMEOUT}
   */
  public static <T, E extends Exception> T first(
      String what, Source<T, E> source, Predicate<? super T> wanted) throws E {
    long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
    while (true) {
      T value = source.get();
      if (wanted.test(value)) {
        return value;
      }
      if (System.nanoTime() > deadlineNs) {
        throw new AssertionError(
            "Not within %d s: %s, but %s".formatted(TIMEOUT.toSeconds(), what, value));
      }
      pause(INTERVAL_MS);
    }
  }

  public static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
