package io.contrastream.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Checks the Java version and the size of the heap.
 *
 * @param version feature version, such as 17
 * @param description full version, vendor and platform
 * @param heapBytes maximum size of the heap
 */
record JavaCheck(int version, String description, long heapBytes) implements Check {
  private static final int MIN_VERSION = 17;

  /** Less does not hold a batch of images, its records and two checkpoints. */
  private static final long MIN_HEAP = 512L << 20;

  static JavaCheck ofThisMachine() {
    return new JavaCheck(
        Runtime.version().feature(),
        "%s (%s) on %s %s, %d processors, %d MiB of memory"
            .formatted(
                Runtime.version(),
                System.getProperty("java.vendor"),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                        .getTotalMemorySize()
                    >> 20),
        Runtime.getRuntime().maxMemory());
  }

  @Override
  public List<Outcome> run() {
    String seen = "Java %s, heap of up to %d MiB".formatted(description, heapBytes >> 20);
    if (version < MIN_VERSION) {
      return List.of(
          Outcome.failed(
              seen, "install Java %d or newer, and set JAVA_HOME".formatted(MIN_VERSION)));
    }
    return List.of(
        heapBytes < MIN_HEAP
            ? Outcome.warning(seen, "give Java more memory: CONTRASTREAM_JAVA_OPTS=-Xmx2g")
            : Outcome.ok(seen));
  }
}
