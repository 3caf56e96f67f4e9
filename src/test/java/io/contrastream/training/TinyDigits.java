package io.contrastream.training;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitSet;
import java.util.Random;
import java.util.stream.IntStream;

/** Ten kinds of pictures that are easily told apart: a bright bar at ten heights, with noise. */
final class TinyDigits {
  private TinyDigits() {}

  /** {@code n} pictures; labels go round from 0 to 9. */
  static DigitSet of(int n) {
    Random random = new Random(n);
    return new DigitSet(IntStream.range(0, n).mapToObj(i -> digit(i % 10, random)).toList());
  }

  private static Digit digit(int label, Random random) {
    byte[] pixels = new byte[Digit.PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      int row = i / Digit.WIDTH;
      boolean bar = row >= 2 * label + 3 && row < 2 * label + 6;
      pixels[i] = (byte) ((bar ? 200 : 0) + random.nextInt(50));
    }
    return new Digit(pixels, label);
  }
}
