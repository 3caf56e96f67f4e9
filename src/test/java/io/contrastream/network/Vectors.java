package io.contrastream.network;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares batches of vectors, whose numbers may be as large as 20. */
final class Vectors {
  private Vectors() {}

  /**
   * @param tolerance of numbers up to 1; larger ones may differ in proportion, as rounding does
   */
  static void assertClose(float[][] actual, float[][] expected, float tolerance) {
    assertThat(actual).hasDimensions(expected.length, expected[0].length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(largestDifference(actual[i], expected[i]))
          .as("largest difference in vector %d", i)
          .isLessThanOrEqualTo(tolerance);
    }
  }

  private static float largestDifference(float[] a, float[] b) {
    float largest = 0;
    for (int i = 0; i < a.length; i++) {
      float difference = Math.abs(a[i] - b[i]) / Math.max(1, Math.abs(b[i]));
      largest = difference <= largest ? largest : difference;
    }
    return largest;
  }
}
