package io.contrastream.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How busy the virtual machine is with compiling what runs often. On two cores that takes as much
 * as a core for most of a minute, and nothing is as fast as it will be before. One thread calls.
 */
public final class JitActivity {
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final double LITTLE = 0.05;

  private final LongSupplier totalMs;
  private long sinceNs;
  private long compiledMs;

  /**
   * @param totalMs time spent with it so far
   * @param nowNs {@link System#nanoTime}
   */
  JitActivity(LongSupplier totalMs, long nowNs) {
    this.totalMs = totalMs;
    this.sinceNs = nowNs;
    this.compiledMs = totalMs.getAsLong();
  }

  public static JitActivity ofThisMachine() {
    return new JitActivity(JitActivity::totalMs, System.nanoTime());
  }

  /** Whether it took less than a twentieth of the time lately; never within five seconds. */
  public boolean isNearlyDone(long nowNs) {
    if (nowNs - sinceNs < LOOK.toNanos()) {
      return false;
    }
    long nowMs = totalMs.getAsLong();
    double share = (nowMs - compiledMs) * 1e6 / (nowNs - sinceNs);
    sinceNs = nowNs;
    compiledMs = nowMs;
    return share < LITTLE;
  }

  /** All compiler threads together; 0 where the machine doesn't tell. */
  private static long totalMs() {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    return compiler != null && compiler.isCompilationTimeMonitoringSupported()
        ? compiler.getTotalCompilationTime()
        : 0;
  }
}
