package io.contrastream.cli.output;

import java.util.ArrayDeque;
import java.util.Deque;

/** Draws the last values as a curve one line high, scaled to the highest of them. */
public final class Sparkline {
  private static final String HEIGHTS = "▁▂▃▄▅▆▇█";
  private static final int WIDTH = 20;

  private final Deque<Double> values = new ArrayDeque<>();

  /**
   * @param value at least 0
   */
  public void add(double value) {
    values.addLast(value);
    if (values.size() > WIDTH) {
      values.removeFirst();
    }
  }

  @Override
  public String toString() {
    double highest = values.stream().mapToDouble(value -> value).max().orElse(0);
    StringBuilder line = new StringBuilder();
    for (double value : values) {
      double share = highest == 0 ? 0 : value / highest;
      line.append(HEIGHTS.charAt((int) Math.round(share * (HEIGHTS.length() - 1))));
    }
    return line.toString();
  }
}
