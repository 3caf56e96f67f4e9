package io.contrastream.image;

import io.contrastream.config.ImageFit;
import java.util.stream.IntStream;

/** Brings images to the size and the channels that an encoder takes. */
public final class Fitting {
  private Fitting() {}

  /**
   * Returns the image itself if it has this size already. Gray becomes colour by repetition, colour
   * becomes gray by the luma of Rec. 601, whatever the fit.
   *
   * @throws IllegalArgumentException if the image does not fit; the message continues "Image X"
   */
  public static Raster fit(Raster image, int height, int width, int channels, ImageFit fit) {
    return channels(sized(image, height, width, fit), channels);
  }

  /** Returns a digit scaled to this size. */
  public static Raster digit(byte[] pixels, int height, int width, int channels) {
    Raster digit = new Raster(pixels, Digit.HEIGHT, Digit.WIDTH, 1);
    return fit(digit, height, width, channels, ImageFit.RESIZE);
  }

  private static Raster sized(Raster image, int height, int width, ImageFit fit) {
    if (image.is(height, width)) {
      return image;
    }
    return switch (fit) {
      case EXACT ->
          throw refused(image, height, width, "scale it before sending it, or set image.fit");
      case PAD -> padded(image, height, width);
      case RESIZE -> padded(shrunk(image, height, width), height, width);
    };
  }

  private static IllegalArgumentException refused(
      Raster image, int height, int width, String advice) {
    return new IllegalArgumentException(
        "is %d × %d (height × width), but the encoder takes %d × %d; %s"
            .formatted(image.height(), image.width(), height, width, advice));
  }

  /** Returns the image scaled, by the same factor in both directions, so that it just fits. */
  private static Raster shrunk(Raster image, int height, int width) {
    double factor = Math.min((double) height / image.height(), (double) width / image.width());
    return new AreaScaling(
            image,
            Math.max(1, (int) Math.round(image.height() * factor)),
            Math.max(1, (int) Math.round(image.width() * factor)))
        .run();
  }

  /** Returns the image in the middle of its ground. */
  private static Raster padded(Raster image, int height, int width) {
    if (image.height() > height || image.width() > width) {
      throw refused(image, height, width, "set image.fit=resize, or scale it before sending it");
    }
    int top = (height - image.height()) / 2;
    int left = (width - image.width()) / 2;
    byte[] values = ground(image, height * width);
    int row = image.width() * image.channels();
    for (int y = 0; y < image.height(); y++) {
      int to = ((top + y) * width + left) * image.channels();
      System.arraycopy(image.values(), y * row, values, to, row);
    }
    return new Raster(values, height, width, image.channels());
  }

  /** Returns pixels of the median of the border, which is the ground in most images. */
  private static byte[] ground(Raster image, int pixels) {
    byte[] values = new byte[pixels * image.channels()];
    for (int channel = 0; channel < image.channels(); channel++) {
      byte median = (byte) median(image, channel);
      for (int i = channel; i < values.length; i += image.channels()) {
        values[i] = median;
      }
    }
    return values;
  }

  private static int median(Raster image, int channel) {
    int right = image.width() - 1;
    int bottom = image.height() - 1;
    int[] border =
        IntStream.concat(
                IntStream.rangeClosed(0, right)
                    .flatMap(
                        x -> IntStream.of(image.at(0, x, channel), image.at(bottom, x, channel))),
                IntStream.rangeClosed(0, bottom)
                    .flatMap(
                        y -> IntStream.of(image.at(y, 0, channel), image.at(y, right, channel))))
            .sorted()
            .toArray();
    return border[border.length / 2];
  }

  private static Raster channels(Raster image, int channels) {
    if (image.channels() == channels) {
      return image;
    }
    byte[] values = new byte[image.height() * image.width() * channels];
    byte[] from = image.values();
    for (int i = 0; i < image.height() * image.width(); i++) {
      if (channels == 1) {
        values[i] = luma(from[3 * i] & 0xff, from[3 * i + 1] & 0xff, from[3 * i + 2] & 0xff);
      } else {
        values[3 * i] = values[3 * i + 1] = values[3 * i + 2] = from[i];
      }
    }
    return new Raster(values, image.height(), image.width(), channels);
  }

  private static byte luma(int red, int green, int blue) {
    return (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
  }
}
