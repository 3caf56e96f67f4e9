package io.contrastream.dashboard;

/**
 * Whether a processor runs at full speed, judged by the images it embeds per second. One thread.
 */
final class BusyDetector {
  private final double busyPerSecond;
  private double lastCount;
  private long lastNs;
  private boolean busy;

  /**
   * @param busyPerSecond rate above which the processor counts as busy
   */
  BusyDetector(double busyPerSecond) {
    this.busyPerSecond = busyPerSecond;
  }

  /**
   * @param count images embedded so far
   * @param nowNs {@link System#nanoTime}
   */
  void update(double count, long nowNs) {
    busy = lastNs != 0 && (count - lastCount) * 1e9 > busyPerSecond * (nowNs - lastNs);
    lastCount = count;
    lastNs = nowNs;
  }

  boolean isBusy() {
    return busy;
  }
}
