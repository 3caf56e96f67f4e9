package io.contrastream.image.drawn;

import java.awt.geom.Path2D;
import java.util.List;
import java.util.random.RandomGenerator;

/** A pen whose line varies in width along the stroke. */
final class Pen {

  private static final int CORNERS = 10;
  private static final double[] COS = new double[CORNERS];
  private static final double[] SIN = new double[CORNERS];

  static {
    for (int i = 0; i < CORNERS; i++) {
      COS[i] = Math.cos(2 * Math.PI * i / CORNERS);
      SIN[i] = Math.sin(2 * Math.PI * i / CORNERS);
    }
  }

  private final double radius;
  private final double swelling;
  private final double frequency;
  private final double phase;
  private final double nib;
  private final double nibAngle;

  /**
   * @param thickness mean width of the line in the units of the strokes
   */
  Pen(double thickness, RandomGenerator random) {
    this.radius = thickness / 2;
    this.swelling = random.nextDouble(0.18);
    this.frequency = random.nextDouble(0.05, 0.25);
    this.phase = random.nextDouble(2 * Math.PI);
    this.nib = random.nextDouble(0.18);
    this.nibAngle = random.nextDouble(Math.PI);
  }

  /**
   * Returns the inked area: overlapping discs, and the bars between them. All have the same
   * orientation, so overlaps stay inked under the non-zero winding rule.
   */
  Path2D ink(List<Stroke> strokes) {
    Path2D.Double area = new Path2D.Double(Path2D.WIND_NON_ZERO, 4096);
    for (Stroke stroke : strokes) {
      double[] radii = radii(stroke);
      for (int i = 0; i < stroke.size(); i++) {
        disc(area, stroke.x()[i], stroke.y()[i], radii[i]);
        if (i > 0) {
          bar(area, stroke, i, radii);
        }
      }
    }
    return area;
  }

  private double[] radii(Stroke stroke) {
    double[] radii = new double[stroke.size()];
    for (int i = 0; i < radii.length; i++) {
      int from = Math.max(0, i - 1);
      int to = Math.min(radii.length - 1, i + 1);
      double direction =
          Math.atan2(stroke.y()[to] - stroke.y()[from], stroke.x()[to] - stroke.x()[from]);
      radii[i] =
          radius
              * (1 + swelling * Math.sin(frequency * i + phase))
              * (1 + nib * Math.cos(2 * (direction - nibAngle)));
    }
    return radii;
  }

  private static void disc(Path2D area, double x, double y, double radius) {
    area.moveTo(x + radius, y);
    for (int i = 1; i < CORNERS; i++) {
      area.lineTo(x + radius * COS[i], y + radius * SIN[i]);
    }
    area.closePath();
  }

  private static void bar(Path2D area, Stroke stroke, int to, double[] radii) {
    double[] x = stroke.x();
    double[] y = stroke.y();
    double length = Math.hypot(x[to] - x[to - 1], y[to] - y[to - 1]);
    if (length == 0) {
      return;
    }
    double acrossX = -(y[to] - y[to - 1]) / length;
    double acrossY = (x[to] - x[to - 1]) / length;
    area.moveTo(x[to - 1] - acrossX * radii[to - 1], y[to - 1] - acrossY * radii[to - 1]);
    area.lineTo(x[to] - acrossX * radii[to], y[to] - acrossY * radii[to]);
    area.lineTo(x[to] + acrossX * radii[to], y[to] + acrossY * radii[to]);
    area.lineTo(x[to - 1] + acrossX * radii[to - 1], y[to - 1] + acrossY * radii[to - 1]);
    area.closePath();
  }
}
