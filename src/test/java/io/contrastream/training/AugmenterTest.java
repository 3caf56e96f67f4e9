package io.contrastream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.contrastream.image.Digit;
import io.contrastream.training.Augmenter.Limits;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AugmenterTest {
  private final byte[] image = TinyDigits.of(10).get(4).pixels();

  @Test
  void shouldLeaveAnImageAloneWithoutLimits() {
    float[] plain = new float[Digit.PIXELS];
    PixelScaling.PLAIN.scale(image, plain, 0);

    assertThat(bend(image, new Limits(0, 0, 0, 0, 0), 1)).containsExactly(plain, within(1e-4f));
  }

  @Test
  void shouldBendAnImageDifferentlyEachTime() {
    Augmenter augmenter = new Augmenter(Limits.DIGITS, new SplittableRandom(1));
    float[] first = new float[Digit.PIXELS];
    float[] second = new float[Digit.PIXELS];

    augmenter.scale(image, first, 0);
    augmenter.scale(image, second, 0);

    assertThat(first).isNotEqualTo(second);
  }

  @Test
  void shouldRepeatItselfForASeed() {
    assertThat(bend(image, Limits.DIGITS, 5)).isEqualTo(bend(image, Limits.DIGITS, 5));
  }

  @Test
  void shouldStayWithinTheRangeOfPixels() {
    for (int seed = 0; seed < 50; seed++) {
      for (float value : bend(image, Limits.DIGITS, seed)) {
        assertThat(value).isBetween(-1f, 1f);
      }
    }
  }

  @Test
  void shouldShiftADotWithinItsLimit() {
    byte[] dot = new byte[Digit.PIXELS];
    dot[14 * Digit.WIDTH + 14] = (byte) 255;
    for (int seed = 0; seed < 50; seed++) {
      float[] bent = bend(dot, new Limits(0, 0, 0, 3, 0), seed);

      assertThat(distanceOfInk(bent)).isBetween(0.0, 3 * Math.sqrt(2) + 0.01);
    }
  }

  @Test
  void shouldKeepTheInkOfAShiftedDot() {
    byte[] dot = new byte[Digit.PIXELS];
    dot[14 * Digit.WIDTH + 14] = (byte) 255;

    assertThat(ink(bend(dot, new Limits(0, 0, 0, 3, 0), 8))).isCloseTo(1, within(1e-3));
  }

  @Test
  void shouldWriteFromTheOffsetOn() {
    float[] out = new float[2 * Digit.PIXELS];

    new Augmenter(Limits.DIGITS, new SplittableRandom(1)).scale(image, out, Digit.PIXELS);

    assertThat(out[0]).isZero();
    assertThat(out[Digit.PIXELS]).isNotZero();
  }

  private static float[] bend(byte[] image, Limits limits, long seed) {
    float[] out = new float[Digit.PIXELS];
    new Augmenter(limits, new SplittableRandom(seed)).scale(image, out, 0);
    return out;
  }

  private static double ink(float[] image) {
    double ink = 0;
    for (float value : image) {
      ink += (value + 1) / 2;
    }
    return ink;
  }

  /** From row 14, column 14 to the centre of gravity. */
  private static double distanceOfInk(float[] image) {
    double x = 0;
    double y = 0;
    for (int i = 0; i < image.length; i++) {
      double ink = (image[i] + 1) / 2;
      x += ink * (i % Digit.WIDTH - 14);
      y += ink * (i / Digit.WIDTH - 14);
    }
    return Math.hypot(x, y);
  }
}
