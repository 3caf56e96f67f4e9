package io.contrastream.similarity;

/** How alike two vectors point: their dot product over their lengths. */
public final class CosineSimilarity {

  /** Lower bound of a vector's length, so that a zero vector gives 0 and no NaN; the loss's own. */
  public static final double EPSILON = 1e-7;

  private CosineSimilarity() {}

  /**
   * a·b / (max(‖a‖, ε) max(‖b‖, ε)), as PyTorch's {@code CosineSimilarity(eps=1e-7)} has it; sums
   * are taken in double precision.
   *
   * @return in [-1, 1]
   * @throws IllegalArgumentException where the lengths differ
   */
  public static double between(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "Vectors of %d and %d numbers cannot be compared".formatted(a.length, b.length));
    }
    double dot = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      squaresOfA += (double) a[i] * a[i];
      squaresOfB += (double) b[i] * b[i];
    }
    double lengths =
        Math.max(Math.sqrt(squaresOfA), EPSILON) * Math.max(Math.sqrt(squaresOfB), EPSILON);
    return Math.max(-1, Math.min(1, dot / lengths));
  }
}
