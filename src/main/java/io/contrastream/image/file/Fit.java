package io.contrastream.image.file;

import io.contrastream.image.Digit;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/** How an image of another size becomes a digit of 28 × 28 pixels. */
public enum Fit {
  /** Scales what is drawn to 20 × 20 pixels, with its centre of mass in the middle, as in MNIST. */
  SCALE {
    @Override
    Gray apply(Gray image) {
      return image.isDigit() ? image : scaled(image);
    }
  },

  /** Puts the image in the middle and fills up with its ground. */
  PAD {
    @Override
    Gray apply(Gray image) {
      requireAtMost(image);
      Gray padded = Gray.filled(ground(image));
      int left = (Digit.WIDTH - image.width()) / 2;
      int top = (Digit.HEIGHT - image.height()) / 2;
      for (int y = 0; y < image.height(); y++) {
        for (int x = 0; x < image.width(); x++) {
          padded.values()[(top + y) * Digit.WIDTH + left + x] = image.at(x, y);
        }
      }
      return padded;
    }
  },

  /** Refuses other sizes. */
  EXACT {
    @Override
    Gray apply(Gray image) {
      if (!image.isDigit()) {
        throw new IllegalArgumentException(
            "it has %d × %d pixels; expected %d × %d, unless --fit is scale or pad"
                .formatted(image.width(), image.height(), Digit.WIDTH, Digit.HEIGHT));
      }
      return image;
    }
  };

  /** Side of the box that MNIST's digits were scaled to. */
  private static final int BOX = 20;

  /** Share of the largest distance from the ground from which a pixel belongs to the drawing. */
  private static final double DRAWN = 0.3;

  private static final int FULL = 255;

  /**
   * @return an image of 28 × 28 pixels
   * @throws IllegalArgumentException if the size does not fit
   */
  abstract Gray apply(Gray image);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static void requireAtMost(Gray image) {
    if (image.width() > Digit.WIDTH || image.height() > Digit.HEIGHT) {
      throw new IllegalArgumentException(
          "it has %d × %d pixels; --fit pad takes %d × %d at most, --fit scale takes any size"
              .formatted(image.width(), image.height(), Digit.WIDTH, Digit.HEIGHT));
    }
  }

  /** Returns the median of the border, which is the ground unless the drawing covers it. */
  private static int ground(Gray image) {
    int right = image.width() - 1;
    int bottom = image.height() - 1;
    int[] border =
        IntStream.concat(
                IntStream.rangeClosed(0, right)
                    .flatMap(x -> IntStream.of(image.at(x, 0), image.at(x, bottom))),
                IntStream.rangeClosed(0, bottom)
                    .flatMap(y -> IntStream.of(image.at(0, y), image.at(right, y))))
            .sorted()
            .toArray();
    return border[border.length / 2];
  }

  private static Gray scaled(Gray image) {
    int ground = ground(image);
    int[] drawn = IntStream.of(image.values()).map(value -> Math.abs(value - ground)).toArray();
    int most = Arrays.stream(drawn).max().orElseThrow();
    Drawing drawing = Drawing.of(drawn, image.width(), DRAWN * most);
    double step = Math.max(drawing.width(), drawing.height()) / (double) BOX;
    double[] inks = new double[Digit.PIXELS];
    for (int i = 0; i < inks.length; i++) {
      int column = i % Digit.WIDTH;
      int row = i / Digit.WIDTH;
      double left = drawing.centreX() + (column - Digit.WIDTH / 2.0) * step;
      double top = drawing.centreY() + (row - Digit.HEIGHT / 2.0) * step;
      inks[i] = image.mean(left, top, step, ground) - ground;
    }
    return stretched(inks, ground);
  }

  /** Thin strokes are faint in a small image: stretches the ink to the full range. */
  private static Gray stretched(double[] inks, int ground) {
    double bright = Arrays.stream(inks).max().orElseThrow();
    double dark = -Arrays.stream(inks).min().orElseThrow();
    double factor = bright >= dark ? (FULL - ground) / bright : ground / dark;
    int[] values =
        Arrays.stream(inks)
            .mapToInt(ink -> (int) Math.round(ground + ink * factor))
            .map(value -> Math.max(0, Math.min(FULL, value)))
            .toArray();
    return new Gray(values, Digit.WIDTH);
  }

  /** The box and the centre of mass of what is drawn, in pixels. */
  private record Drawing(int width, int height, double centreX, double centreY) {

    static Drawing of(int[] drawn, int width, double threshold) {
      int[] inside = IntStream.range(0, drawn.length).filter(i -> drawn[i] > threshold).toArray();
      int left = IntStream.of(inside).map(i -> i % width).min().orElseThrow();
      int right = IntStream.of(inside).map(i -> i % width).max().orElseThrow();
      double mass = IntStream.of(inside).mapToDouble(i -> drawn[i]).sum();
      double sumX = 0.5 * mass;
      double sumY = 0.5 * mass;
      for (int i : inside) {
        sumX += (double) (i % width) * drawn[i];
        int row = i / width;
        sumY += (double) row * drawn[i];
      }
      int height = inside[inside.length - 1] / width - inside[0] / width + 1;
      return new Drawing(right - left + 1, height, sumX / mass, sumY / mass);
    }
  }
}
