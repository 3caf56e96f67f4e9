package io.contrastream.demo;

/** Loss and accuracy of the last so many pairs. One thread uses it. */
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
    int place = (int) (added++ % errors.length);
    errors[place] = squaredError;
    right[place] = isRight;
  }

  boolean isFull() {
    return added >= errors.length;
  }

  /** Null before the first. */
  Double meanLoss() {
    double sum = 0;
    for (int i = 0; i < count(); i++) {
      sum += errors[i];
    }
    return count() == 0 ? null : sum / count();
  }

  /** Share of pairs on their side of the threshold, in [0, 1]; null before the first. */
  Double accuracy() {
    int sum = 0;
    for (int i = 0; i < count(); i++) {
      sum += right[i] ? 1 : 0;
    }
    return count() == 0 ? null : (double) sum / count();
  }

  private int count() {
    return (int) Math.min(added, errors.length);
  }
}
