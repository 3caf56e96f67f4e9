package io.contrastream.bench;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Waits on behalf of a benchmark, and ends it early if it is stopped or if a part that runs in the
 * background fails. One thread calls.
 */
public final class Supervisor {
  private static final Duration INTERVAL = Duration.ofMillis(10);

  /** What a benchmark does between two checks. */
  public interface Step {
    void run() throws InterruptedException;
  }

  private final BenchWatch watch;
  private final List<Runnable> checks;

  /**
   * @param checks throw if their part has failed
   */
  public Supervisor(BenchWatch watch, Runnable... checks) {
    this.watch = watch;
    this.checks = List.of(checks);
  }

  /**
   * Throws if a part has failed.
   *
   * @throws InterruptedException if the benchmark was stopped
   */
  public void check() throws InterruptedException {
    checks.forEach(Runnable::run);
    watch.throwIfStopped();
  }

  /** Checks all parts and waits. */
  public void pause(Duration duration) throws InterruptedException {
    await(() -> false, duration);
  }

  /**
   * Waits until a condition holds.
   *
   * @return whether it held before the timeout
   */
  public boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
    long endNs = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      long leftNs = endNs - System.nanoTime();
      if (leftNs <= 0) {
        return false;
      }
      check();
      Thread.sleep(Math.max(1, Math.min(INTERVAL.toMillis(), leftNs / 1_000_000)));
    }
    return true;
  }

  /**
   * Polls until a condition holds.
   *
   * @param poll waits briefly for records and returns how many came
   * @return false if it does not hold and no record has come for the time of the timeout
   */
  public boolean poll(IntSupplier poll, BooleanSupplier condition, Duration timeout)
      throws InterruptedException {
    long lastNs = System.nanoTime();
    while (!condition.getAsBoolean()) {
      check();
      lastNs = poll.getAsInt() > 0 ? System.nanoTime() : lastNs;
      if (System.nanoTime() - lastNs > timeout.toNanos()) {
        return false;
      }
    }
    return true;
  }

  /** Waits until the JIT compiler is quiet. */
  public void warmUp(Duration atMost) throws InterruptedException {
    warmUp(atMost, () -> pause(INTERVAL));
  }

  /** Repeats a step until the JIT compiler is quiet. */
  public void warmUp(Duration atMost, Step step) throws InterruptedException {
    watch.say(
        "Warming up until the JIT compiler is quiet, for %d s at most…"
            .formatted(atMost.toSeconds()));
    JitActivity jit = JitActivity.ofThisMachine();
    long endNs = System.nanoTime() + atMost.toNanos();
    while (System.nanoTime() < endNs && !jit.isQuiet(System.nanoTime())) {
      step.run();
    }
  }
}
