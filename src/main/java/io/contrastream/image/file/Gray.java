package io.contrastream.image.file;

import io.contrastream.image.Digit;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * An image of any size in gray.
 *
 * @param values 0 to 255, row by row from the top left
 * @param width in pixels
 */
record Gray(int[] values, int width) {

  static Gray filled(int value) {
    int[] values = new int[Digit.PIXELS];
    Arrays.fill(values, value);
    return new Gray(values, Digit.WIDTH);
  }

  int height() {
    return values.length / width;
  }

  int at(int x, int y) {
    return values[y * width + x];
  }

  boolean isDigit() {
    return width == Digit.WIDTH && height() == Digit.HEIGHT;
  }

  boolean isBlank() {
    return IntStream.of(values).allMatch(value -> value == values[0]);
  }

  /** Returns the pixels of a {@link Digit}, if the image has its size. */
  byte[] bytes() {
    byte[] bytes = new byte[values.length];
    IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) values[i]);
    return bytes;
  }

  /**
   * Returns the mean of a square, whose sides may lie within pixels or outside of the image.
   *
   * @param outside value of what is outside of the image
   */
  double mean(double left, double top, double side, int outside) {
    double sum = 0;
    for (int y = (int) Math.floor(top); y < top + side; y++) {
      double rows = Math.min(y + 1, top + side) - Math.max(y, top);
      for (int x = (int) Math.floor(left); x < left + side; x++) {
        double columns = Math.min(x + 1, left + side) - Math.max(x, left);
        boolean inside = x >= 0 && x < width && y >= 0 && y < height();
        sum += rows * columns * (inside ? at(x, y) : outside);
      }
    }
    return sum / (side * side);
  }
}
