package io.contrastream.training;

import java.nio.FloatBuffer;

/** Checks arrays of floats. */
final class Floats {
  private static final int MAGNITUDE = 0x7fffffff;
  private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

  private Floats() {}

  /** Whether no number is NaN or infinite. */
  static boolean allFinite(float[] numbers) {
    int largest = 0; // magnitudes order as their bits do, with NaN above infinity
    for (float number : numbers) {
      largest = Math.max(largest, Float.floatToRawIntBits(number) & MAGNITUDE);
    }
    return largest < INFINITY;
  }

  /** Whether no number is NaN or infinite. */
  static boolean allFinite(FloatBuffer numbers) {
    int largest = 0;
    for (int i = 0; i < numbers.limit(); i++) {
      largest = Math.max(largest, Float.floatToRawIntBits(numbers.get(i)) & MAGNITUDE);
    }
    return largest < INFINITY;
  }
}
