package io.contrastream.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** Statistics of noisy measurements. */
public final class Statistics {
  private Statistics() {}

  /**
   * Returns the middle value, or the mean of the middle two.
   *
   * @throws IllegalArgumentException if there are no values
   */
  public static double median(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("There is no median of no values");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Returns the median of one figure of several measurements. */
  public static <T> double median(Collection<T> measurements, ToDoubleFunction<T> figure) {
    return median(measurements.stream().mapToDouble(figure).toArray());
  }

  /**
   * Returns the slope of the least-squares line. A count that climbs in steps, as commits make it,
   * has the same slope as one that climbs evenly, wherever the steps begin.
   *
   * @throws IllegalArgumentException if there are fewer than two different {@code x}
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
      throw new IllegalArgumentException("A slope needs at least two different x");
    }
    return products / squares;
  }
}
