package io.contrastream.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;

/** Draws curves, such as the loss over the epochs. Needs neither a display nor fonts. */
public final class LineChart {

  private static final int WIDTH = 960;
  private static final int HEIGHT = 580;
  private static final int LEFT = 110;
  private static final int RIGHT = 46;
  private static final int TOP = 76;
  private static final int BOTTOM = 74;
  private static final int TEXT = 2;
  private static final int LINE = PixelFont.HEIGHT * TEXT + 10;
  private static final int MAX_DOTS = 40;

  private static final Color GRID = new Color(0xe4e7ec);
  private static final List<Color> COLORS =
      List.of(
          new Color(0x2f6fd0),
          new Color(0xe07b39),
          new Color(0x2e9e5b),
          new Color(0x8b5fc7),
          new Color(0xd64545),
          new Color(0x4a5568));

  private final Canvas canvas = new Canvas(WIDTH, HEIGHT);
  private final List<Series> series;
  private final Axis x;
  private final Axis y;

  /**
   * A curve.
   *
   * @param name its name in the legend
   * @param y as long as {@code x}; a value that is not finite leaves a gap
   */
  public record Series(String name, double[] x, double[] y) {
    public Series {
      if (x.length != y.length) {
        throw new IllegalArgumentException(
            "Curve '%s' has %d x but %d y".formatted(name, x.length, y.length));
      }
    }
  }

  private LineChart(List<Series> series) {
    this.series = series;
    this.x = Axis.covering(series.stream().flatMapToDouble(s -> DoubleStream.of(s.x())).toArray());
    this.y = Axis.covering(series.stream().flatMapToDouble(s -> DoubleStream.of(s.y())).toArray());
  }

  /**
   * Writes a chart of 960 × 580 pixels; text is ASCII.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(
      Path png, String title, String xLabel, String yLabel, List<Series> series)
      throws IOException {
    LineChart chart = new LineChart(series);
    chart.drawGrid();
    chart.drawCurves();
    chart.drawLegend();
    chart.drawTitles(title, xLabel, yLabel);
    chart.canvas.write(png);
  }

  private void drawGrid() {
    for (double tick : y.ticks()) {
      int at = (int) Math.round(pixelY(tick));
      canvas.rectangle(GRID, LEFT, at, WIDTH - LEFT - RIGHT, 1);
      String label = y.label(tick);
      int left = LEFT - 12 - PixelFont.width(label, TEXT);
      canvas.text(Canvas.FAINT, label, left, at - PixelFont.HEIGHT, TEXT);
    }
    for (double tick : x.ticks()) {
      int at = (int) Math.round(pixelX(tick));
      canvas.rectangle(GRID, at, TOP, 1, HEIGHT - TOP - BOTTOM);
      String label = x.label(tick);
      int left = at - PixelFont.width(label, TEXT) / 2;
      canvas.text(Canvas.FAINT, label, left, HEIGHT - BOTTOM + 12, TEXT);
    }
    canvas.rectangle(Canvas.FAINT, LEFT, HEIGHT - BOTTOM, WIDTH - LEFT - RIGHT, 1);
    canvas.rectangle(Canvas.FAINT, LEFT, TOP, 1, HEIGHT - TOP - BOTTOM);
  }

  private void drawCurves() {
    Graphics2D graphics = canvas.graphics();
    graphics.setStroke(new BasicStroke(2.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    for (int i = 0; i < series.size(); i++) {
      graphics.setColor(color(i));
      graphics.draw(curve(series.get(i)));
      if (series.get(i).x().length <= MAX_DOTS) {
        drawDots(series.get(i));
      }
    }
  }

  private Path2D curve(Series curve) {
    Path2D path = new Path2D.Double();
    boolean gap = true;
    for (int i = 0; i < curve.x().length; i++) {
      if (!finite(curve, i)) {
        gap = true;
      } else if (gap) {
        path.moveTo(pixelX(curve.x()[i]), pixelY(curve.y()[i]));
        gap = false;
      } else {
        path.lineTo(pixelX(curve.x()[i]), pixelY(curve.y()[i]));
      }
    }
    return path;
  }

  private void drawDots(Series curve) {
    for (int i = 0; i < curve.x().length; i++) {
      if (finite(curve, i)) {
        double left = pixelX(curve.x()[i]) - 3.5;
        double top = pixelY(curve.y()[i]) - 3.5;
        canvas.graphics().fill(new Ellipse2D.Double(left, top, 7, 7));
      }
    }
  }

  private void drawLegend() {
    int widest = series.stream().mapToInt(s -> PixelFont.width(s.name(), TEXT)).max().orElse(0);
    int left = WIDTH - RIGHT - widest - 54;
    if (!series.isEmpty()) {
      canvas.rectangle(Canvas.PAPER, left, TOP + 8, widest + 46, series.size() * LINE + 6);
    }
    for (int i = 0; i < series.size(); i++) {
      int top = TOP + 16 + i * LINE;
      canvas.rectangle(color(i), left + 8, top + PixelFont.HEIGHT - 1, 22, 3);
      canvas.text(Canvas.INK, series.get(i).name(), left + 38, top, TEXT);
    }
  }

  private void drawTitles(String title, String xLabel, String yLabel) {
    canvas.text(Canvas.INK, title, LEFT, 14, TEXT + 1 - (title.length() > 45 ? 1 : 0));
    canvas.text(Canvas.FAINT, yLabel, LEFT, TOP - 30, TEXT);
    int left = LEFT + (WIDTH - LEFT - RIGHT - PixelFont.width(xLabel, TEXT)) / 2;
    canvas.text(Canvas.FAINT, xLabel, left, HEIGHT - 30, TEXT);
  }

  private static boolean finite(Series curve, int i) {
    return Double.isFinite(curve.x()[i]) && Double.isFinite(curve.y()[i]);
  }

  private static Color color(int series) {
    return COLORS.get(series % COLORS.size());
  }

  private double pixelX(double value) {
    return LEFT + x.share(value) * (WIDTH - LEFT - RIGHT);
  }

  private double pixelY(double value) {
    return HEIGHT - BOTTOM - y.share(value) * (HEIGHT - TOP - BOTTOM);
  }
}
