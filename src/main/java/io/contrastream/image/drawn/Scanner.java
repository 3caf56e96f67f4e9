package io.contrastream.image.drawn;

import io.contrastream.image.Digit;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.random.RandomGenerator;

/**
 * Turns an inked area into the pixels of a digit: draws it at twice the size, centres it by its
 * centre of mass like MNIST, scales it down, and adds slight blur and grain.
 */
final class Scanner {

  private static final int SCALE = 2;
  private static final int SIDE = 44 * SCALE;
  private static final int MARGIN = 2 * SCALE;

  private Scanner() {}

  /**
   * @param area in pixels of the digit around the origin, at most 22 wide and high
   */
  static byte[] scan(Path2D area, RandomGenerator random) {
    byte[] large = draw(area);
    int left = start(large, true);
    int top = start(large, false);
    double blur = random.nextDouble(0.02, 0.2);
    double gain = random.nextDouble(1.05, 1.35);
    double[] ink = blurred(reduced(large, left, top), blur);
    byte[] pixels = new byte[Digit.PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      double grain = 1 - 0.12 * random.nextDouble() * random.nextDouble();
      int value = (int) Math.round(Math.min(255, ink[i] * gain) * grain);
      pixels[i] = (byte) (value < 4 ? 0 : value);
    }
    return pixels;
  }

  private static byte[] draw(Path2D area) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setColor(Color.WHITE);
    graphics.transform(new AffineTransform(SCALE, 0, 0, SCALE, SIDE / 2.0, SIDE / 2.0));
    graphics.fill(area);
    graphics.dispose();
    return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
  }

  /**
   * Returns the start of the window that has the centre of mass in its middle, shifted if ink would
   * be closer to the border than the margin.
   */
  private static int start(byte[] image, boolean horizontal) {
    long mass = 0;
    long moment = 0;
    int first = SIDE;
    int last = 0;
    for (int i = 0; i < image.length; i++) {
      int value = image[i] & 0xff;
      if (value > 0) {
        int place = horizontal ? i % SIDE : i / SIDE;
        mass += value;
        moment += (long) value * place;
        first = Math.min(first, place);
        last = Math.max(last, place);
      }
    }
    int window = Digit.WIDTH * SCALE;
    int centred = (int) Math.round((double) moment / mass + 0.5 - window / 2.0);
    int max = Math.min(first - MARGIN, SIDE - window);
    int min = Math.max(last + 1 + MARGIN - window, 0);
    return Math.max(min, Math.min(max, centred));
  }

  /** Averages squares of {@code SCALE} by {@code SCALE} pixels. */
  private static double[] reduced(byte[] large, int left, int top) {
    double[] ink = new double[Digit.PIXELS];
    for (int y = 0; y < Digit.HEIGHT * SCALE; y++) {
      for (int x = 0; x < Digit.WIDTH * SCALE; x++) {
        ink[y / SCALE * Digit.WIDTH + x / SCALE] +=
            (large[(top + y) * SIDE + left + x] & 0xff) / (double) (SCALE * SCALE);
      }
    }
    return ink;
  }

  private static double[] blurred(double[] ink, double share) {
    return blurredAlong(blurredAlong(ink, share, 1), share, Digit.WIDTH);
  }

  /** Gives each neighbour along one axis half of {@code share}. The outermost pixels are empty. */
  private static double[] blurredAlong(double[] ink, double share, int step) {
    double[] result = new double[ink.length];
    for (int i = 0; i < ink.length; i++) {
      double before = i >= step ? ink[i - step] : 0;
      double after = i + step < ink.length ? ink[i + step] : 0;
      result[i] = ink[i] * (1 - share) + (before + after) * share / 2;
    }
    return result;
  }
}
