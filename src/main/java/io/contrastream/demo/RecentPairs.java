package io.contrastream.demo;

/** Loss and accuracy of the latest pairs, up to a capacity. One thread calls. */
final class RecentPairs {
  private final double[] errors;
  private final boolean[] right;
  private long added;

  /**
   * @param capacity at least 1
   */
  RecentPairs(int capacity) {
    errors = new double[capacity];
    right = new boolean[capacity];
  }

  void add(double squaredError, boolean isRight) {
    int index = (int) (added++ % errors.length);
    errors[index] = squaredError;
    right[index] = isRight;
  }

  boolean isFull() {
    return added >= errors.length;
  }

  /** Returns null before the first pair. */
  Double meanLoss() {
    double sum = 0;
    for (int i = 0; i < count(); i++) {
      sum += errors[i];
    }
    return count() == 0 ? null : sum / count();
  }

  /** Returns the share of correctly classified pairs, in [0, 1], or null before the first pair. */
  Double accuracy() {
    int correct = 0;
    for (int i = 0; i < count(); i++) {
      correct += right[i] ? 1 : 0;
    }
    return count() == 0 ? null : (double) correct / count();
  }

  private int count() {
    return (int) Math.min(added, errors.length);
  }
}
