package io.contrastream.demo;

import java.util.Arrays;

/** Loss and accuracy of the latest pairs, up to a capacity. One thread calls. */
final class RecentPairs {
  private final double[] errors;
  private final double[] right;
  private long added;

  /**
   * @param capacity at least 1
   */
  RecentPairs(int capacity) {
    errors = new double[capacity];
    right = new double[capacity];
  }

  void add(double squaredError, boolean isRight) {
    int index = (int) (added++ % errors.length);
    errors[index] = squaredError;
    right[index] = isRight ? 1 : 0;
  }

  boolean isFull() {
    return added >= errors.length;
  }

  /** Returns null before the first pair. */
  Double meanLoss() {
    return mean(errors);
  }

  /** Returns the share of correctly classified pairs, in [0, 1], or null before the first pair. */
  Double accuracy() {
    return mean(right);
  }

  private Double mean(double[] values) {
    long count = Math.min(added, values.length);
    return count == 0 ? null : Arrays.stream(values).limit(count).sum() / count;
  }
}
