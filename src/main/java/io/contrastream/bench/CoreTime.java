package io.contrastream.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Processor time and load, which tell a slow program from a busy machine. */
final class CoreTime {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private CoreTime() {}

  /** What all threads of this process have used so far, nanoseconds. */
  static long usedNs() {
    return SYSTEM.getProcessCpuTime();
  }

  /** Runnable threads of the whole machine, mean over a minute; negative where unknown. */
  static double load() {
    return SYSTEM.getSystemLoadAverage();
  }
}
