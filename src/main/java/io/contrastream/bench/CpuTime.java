package io.contrastream.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Processor time and load, which tell a slow program from a busy machine. */
public final class CpuTime {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private CpuTime() {}

  /** What all threads of this process have used so far, nanoseconds. */
  public static long usedNs() {
    return SYSTEM.getProcessCpuTime();
  }

  /** Runnable threads of the whole machine, mean over a minute; negative where unknown. */
  public static double load() {
    return SYSTEM.getSystemLoadAverage();
  }
}
