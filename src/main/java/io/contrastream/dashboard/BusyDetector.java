package io.contrastream.dashboard;

/** Whether a processor is at full speed, by what it has embedded so far. One thread calls. */
final class BusyDetector {
  private final double busyPerSecond;
  private double lastCount;
  private long lastNs;
  private boolean busy;

  /**
   * @param busyPerSecond more images a second are full speed
   */
  BusyDetector(double busyPerSecond) {
    this.busyPerSecond = busyPerSecond;
  }

  /**
   * @param count images embedded so far
   * @param nowNs {@link System#nanoTime}
   */
  void saw(double count, long nowNs) {
    busy = lastNs != 0 && (count - lastCount) * 1e9 > busyPerSecond * (nowNs - lastNs);
    lastCount = count;
    lastNs = nowNs;
  }

  boolean isBusy() {
    return busy;
  }
}
