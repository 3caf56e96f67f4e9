package io.contrastream.trainer;

/**
 * Makes candidates rarer while they gain nothing: each that is no better doubles the time to the
 * next, until one gains. If the training loss is far above its lowest since the last gain, the
 * stream has changed, and candidates are as frequent as usual. Not thread-safe.
 */
final class Backoff {
  private static final int MAX_FACTOR = 16;

  /** Weight of a step in the moving average of the loss. */
  private static final double WEIGHT = 0.1;

  /** The stream has changed if the loss rises by this factor. */
  private static final double RISE = 2;

  private final double toleratedLoss;
  private int factor = 1;
  private double loss = Double.NaN;
  private double lowest = Double.POSITIVE_INFINITY;

  /**
   * @param toleratedLoss rises up to this loss don't count
   */
  Backoff(double toleratedLoss) {
    this.toleratedLoss = toleratedLoss;
  }

  /** Returns how much longer than usual the next candidate waits: 1 to 16. */
  int factor() {
    return factor;
  }

  /**
   * @param stepLoss of a training step; NaN if it was skipped
   */
  void stepped(double stepLoss) {
    if (!Double.isNaN(stepLoss)) {
      loss = Double.isNaN(loss) ? stepLoss : loss + WEIGHT * (stepLoss - loss);
      lowest = Math.min(lowest, loss);
    }
    if (hasChanged()) {
      factor = 1;
    }
  }

  private boolean hasChanged() {
    return loss > RISE * lowest + toleratedLoss;
  }

  void judged(boolean noBetter) {
    factor = noBetter && !hasChanged() ? Math.min(MAX_FACTOR, 2 * factor) : 1;
    lowest = noBetter || Double.isNaN(loss) ? lowest : loss;
  }
}
