package io.contrastream.image.source;

import io.contrastream.image.Digit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Changes to images: to simulate drift of the input, or to read files of another convention. */
public enum Alteration {
  /** Swaps ink and background. */
  INVERTED(Alteration::inverted),
  /** Rotates by 90° clockwise. */
  ROTATED(Alteration::rotated),
  /** Exchanges rows and columns, as the files of EMNIST do. */
  TRANSPOSED(Alteration::transposed),
  /** Replaces the ink by its outline. */
  OUTLINED(Alteration::outlined);

  private final UnaryOperator<byte[]> change;

  Alteration(UnaryOperator<byte[]> change) {
    this.change = change;
  }

  /** Returns the alteration with this lower-case name, if there is one. */
  static Optional<Alteration> named(String name) {
    return Arrays.stream(values()).filter(each -> each.toString().equals(name)).findFirst();
  }

  /** Returns a new digit with the same label. */
  public Digit of(Digit digit) {
    return new Digit(change.apply(digit.pixels()), digit.label());
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static byte[] inverted(byte[] pixels) {
    byte[] out = new byte[Digit.PIXELS];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) ~pixels[i];
    }
    return out;
  }

  private static byte[] rotated(byte[] pixels) {
    byte[] out = new byte[Digit.PIXELS];
    for (int row = 0; row < Digit.HEIGHT; row++) {
      for (int column = 0; column < Digit.WIDTH; column++) {
        out[column * Digit.WIDTH + Digit.WIDTH - 1 - row] = pixels[row * Digit.WIDTH + column];
      }
    }
    return out;
  }

  private static byte[] transposed(byte[] pixels) {
    byte[] out = new byte[Digit.PIXELS];
    for (int row = 0; row < Digit.HEIGHT; row++) {
      for (int column = 0; column < Digit.WIDTH; column++) {
        out[column * Digit.WIDTH + row] = pixels[row * Digit.WIDTH + column];
      }
    }
    return out;
  }

  private static byte[] outlined(byte[] pixels) {
    byte[] out = new byte[Digit.PIXELS];
    for (int row = 0; row < Digit.HEIGHT; row++) {
      for (int column = 0; column < Digit.WIDTH; column++) {
        int i = row * Digit.WIDTH + column;
        out[i] = (byte) (darkestAround(pixels, row, column) - (pixels[i] & 0xff));
      }
    }
    return out;
  }

  private static int darkestAround(byte[] pixels, int row, int column) {
    int darkest = 0;
    for (int y = Math.max(0, row - 1); y <= Math.min(Digit.HEIGHT - 1, row + 1); y++) {
      for (int x = Math.max(0, column - 1); x <= Math.min(Digit.WIDTH - 1, column + 1); x++) {
        darkest = Math.max(darkest, pixels[y * Digit.WIDTH + x] & 0xff);
      }
    }
    return darkest;
  }
}
