package io.contrastream.doctor;

import java.util.List;

/**
 * Java itself.
 *
 * @param version the first number of it
 * @param description with vendor and full version
 * @param heapBytes most that the heap may take
 */
record JavaCheck(int version, String description, long heapBytes) implements Check {
  private static final int OLDEST = 17;

  /** Below it a batch of images, its records and a checkpoint or two don't fit. */
  private static final long LEAST_HEAP = 512L << 20;

  static JavaCheck ofThisMachine() {
    return new JavaCheck(
        Runtime.version().feature(),
        "%s (%s) on %s %s, %d processors"
            .formatted(
                Runtime.version(),
                System.getProperty("java.vendor"),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors()),
        Runtime.getRuntime().maxMemory());
  }

  @Override
  public String name() {
    return "java";
  }

  @Override
  public List<Finding> run() {
    String seen = "Java %s, heap of up to %d MiB".formatted(description, heapBytes >> 20);
    if (version < OLDEST) {
      return List.of(
          failed(
              seen, "install Java %d or newer, and set JAVA_HOME to its folder".formatted(OLDEST)));
    }
    return List.of(
        heapBytes < LEAST_HEAP
            ? warning(seen, "give it more memory: CONTRASTREAM_JAVA_OPTS=-Xmx2g")
            : ok(seen));
  }
}
