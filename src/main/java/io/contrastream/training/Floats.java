package io.contrastream.training;

import java.nio.FloatBuffer;

/** Checks and joins arrays of floats. */
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

  /** Returns arrays of equal length, one after the other. */
  static float[] joined(float[][] rows) {
    float[] all = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, all, i * rows[i].length, rows[i].length);
    }
    return all;
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
