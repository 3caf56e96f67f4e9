package io.contrastream.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the operating system reports about this process and the machine. */
public final class Machine {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private Machine() {}

  /** CPU time that all threads of this process have used so far, nanoseconds. */
  public static long cpuNs() {
    return SYSTEM.getProcessCpuTime();
  }

  /** The load average of the machine over the last minute; negative if unknown. */
  public static double loadAverage() {
    return SYSTEM.getSystemLoadAverage();
  }

  /** The resident set size of this process, native memory included, in MiB; -1 if unknown. */
  public static long residentMb() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
          .findFirst()
          .orElse(-1);
    } catch (IOException e) {
      return -1;
    }
  }
}
