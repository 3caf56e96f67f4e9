package io.contrastream.image.drawn;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The path of the pen between putting it down and lifting it, as points with x to the right and y
 * downwards. The arrays have the same length.
 *
 * @param corner whether the pen turns sharply at the point
 */
record Stroke(double[] x, double[] y, boolean[] corner) {

  private static final int STEPS = 5;

  /** Reads a stroke from its points, such as {@code 30,5 50,8! 40,90} with {@code !} at corners. */
  static Stroke parse(String text) {
    String[] points = text.strip().split("\\s+");
    boolean[] corner = new boolean[points.length];
    double[][] xy = new double[2][points.length];
    for (int i = 0; i < points.length; i++) {
      corner[i] = points[i].endsWith("!");
      String[] numbers = points[i].replace("!", "").split(",");
      xy[0][i] = Double.parseDouble(numbers[0]);
      xy[1][i] = Double.parseDouble(numbers[1]);
    }
    return new Stroke(xy[0], xy[1], corner);
  }

  int size() {
    return x.length;
  }

  /**
   * Interpolates between two strokes with the same number of points.
   *
   * @param share 0 for this stroke, 1 for the other
   */
  Stroke towards(Stroke other, double share) {
    double[] newX =
        IntStream.range(0, size()).mapToDouble(i -> mix(x[i], other.x[i], share)).toArray();
    double[] newY =
        IntStream.range(0, size()).mapToDouble(i -> mix(y[i], other.y[i], share)).toArray();
    return new Stroke(newX, newY, corner);
  }

  private static double mix(double a, double b, double share) {
    return a + share * (b - a);
  }

  /** Returns the Catmull-Rom spline through the points, broken at corners, as a polyline. */
  Stroke curve() {
    int count = (size() - 1) * STEPS + 1;
    double[] lineX = new double[count];
    double[] lineY = new double[count];
    for (int i = 0; i < count; i++) {
      int from = Math.min(i / STEPS, size() - 2);
      double t = (double) (i - from * STEPS) / STEPS;
      int before = from == 0 || corner[from] ? from : from - 1;
      int after = from + 2 == size() || corner[from + 1] ? from + 1 : from + 2;
      lineX[i] = spline(x[before], x[from], x[from + 1], x[after], t);
      lineY[i] = spline(y[before], y[from], y[from + 1], y[after], t);
    }
    return new Stroke(lineX, lineY, new boolean[count]);
  }

  private static double spline(double a, double b, double c, double d, double t) {
    double slope = (c - a) / 2;
    double curvature = a - 2.5 * b + 2 * c - d / 2;
    double change = (d - a) / 2 + 1.5 * (b - c);
    return ((change * t + curvature) * t + slope) * t + b;
  }

  /** Moves the given centre to the origin, then scales. */
  Stroke scaled(double scale, double centreX, double centreY) {
    return new Stroke(
        DoubleStream.of(x).map(value -> (value - centreX) * scale).toArray(),
        DoubleStream.of(y).map(value -> (value - centreY) * scale).toArray(),
        corner);
  }
}
