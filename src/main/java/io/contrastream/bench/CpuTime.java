package io.contrastream.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** CPU time and load average, which tell a slow program from a busy machine. */
public final class CpuTime {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private CpuTime() {}

  /** CPU time that all threads of this process have used so far, nanoseconds. */
  public static long usedNs() {
    return SYSTEM.getProcessCpuTime();
  }

  /** The load average of the machine over the last minute; negative if unknown. */
  public static double loadAverage() {
    return SYSTEM.getSystemLoadAverage();
  }
}
