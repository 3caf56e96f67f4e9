package io.contrastream.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How busy the JIT compiler is. On two cores it takes up to a core for most of a minute, and the
 * program reaches its full speed only afterwards. One thread calls.
 */
final class JitActivity {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final double MAX_QUIET_SHARE = 0.05;

  private final LongSupplier totalMs;
  private long sinceNs;
  private long compiledMs;

  /**
   * @param totalMs returns the compilation time so far
   * @param nowNs {@link System#nanoTime}
   */
  JitActivity(LongSupplier totalMs, long nowNs) {
    this.totalMs = totalMs;
    this.sinceNs = nowNs;
    this.compiledMs = totalMs.getAsLong();
  }

  static JitActivity ofThisMachine() {
    return new JitActivity(JitActivity::totalMs, System.nanoTime());
  }

  /**
   * Whether compilation took less than a twentieth of the time since the last decision; decides at
   * most every five seconds and returns false in between.
   */
  boolean isQuiet(long nowNs) {
    if (nowNs - sinceNs < INTERVAL.toNanos()) {
      return false;
    }
    long nowMs = totalMs.getAsLong();
    double share = (nowMs - compiledMs) * 1e6 / (nowNs - sinceNs);
    sinceNs = nowNs;
    compiledMs = nowMs;
    return share < MAX_QUIET_SHARE;
  }

  /** The sum over all compiler threads; 0 if the virtual machine does not report it. */
  private static long totalMs() {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    return compiler != null && compiler.isCompilationTimeMonitoringSupported()
        ? compiler.getTotalCompilationTime()
        : 0;
  }
}
