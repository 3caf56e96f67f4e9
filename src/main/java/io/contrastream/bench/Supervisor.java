package io.contrastream.bench;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Waits on behalf of a benchmark, and ends it early if it is stopped or if a part that runs in the
 * background fails. One thread calls.
 */
public final class Supervisor {
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

  /**
   * Waits until a condition holds, checking it at the given interval.
   *
   * @return whether it held before the timeout
   */
  public boolean await(BooleanSupplier condition, Duration timeout, Duration interval)
      throws InterruptedException {
    long endNs = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      long leftNs = endNs - System.nanoTime();
      if (leftNs <= 0) {
        return false;
      }
      check();
      Thread.sleep(Math.max(1, Math.min(interval.toMillis(), leftNs / 1_000_000)));
    }
    return true;
  }

  /** Waits until the JIT compiler is quiet. */
  public void warmUp(Duration atMost, Duration interval) throws InterruptedException {
    watch.say(JitActivity.warmingUp(atMost));
    JitActivity jit = JitActivity.ofThisMachine();
    await(() -> jit.isQuiet(System.nanoTime()), atMost, interval);
  }
}
