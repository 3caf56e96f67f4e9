package io.contrastream.bench;

import java.util.Arrays;

/** What is made of many measurements that each are a little wrong. */
public final class Statistics {
  private Statistics() {}

  /**
   * The middle value, the mean of the middle two where their number is even.
   *
   * @throws IllegalArgumentException where there are none
   */
  public static double median(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("No values have no median");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * Slope of the straight line that fits best by least squares. A count that climbs in steps, as
   * commits make it, has the same slope as one that climbs evenly, whatever step it begins on.
   *
   * @throws IllegalArgumentException where fewer than two different {@code x} are given
   */
  static double slope(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElse(0);
    double meanY = Arrays.stream(y).average().orElse(0);
    double products = 0;
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      products += (x[i] - meanX) * (y[i] - meanY);
      squares += (x[i] - meanX) * (x[i] - meanX);
    }
    if (squares == 0) {
      throw new IllegalArgumentException("A line needs two different points at least");
    }
    return products / squares;
  }
}
