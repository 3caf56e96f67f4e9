package io.contrastream.similarity;

/** Cosine similarity of two vectors, and vectors of length 1. */
public final class CosineSimilarity {

  /** Minimum of a vector's norm, so that a zero vector gives 0 and not NaN; as in training. */
  public static final double EPSILON = 1e-7;

  private CosineSimilarity() {}

  /**
   * Returns v / max(‖v‖, ε) in a new array: for such vectors the inner product is the cosine
   * similarity, and the order of Euclidean distances is that of cosine similarities.
   */
  public static float[] unit(float[] vector) {
    double squares = 0;
    for (float number : vector) {
      squares += (double) number * number;
    }
    double length = Math.max(Math.sqrt(squares), EPSILON);
    float[] unit = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      unit[i] = (float) (vector[i] / length);
    }
    return unit;
  }

  /**
   * Returns a·b / (max(‖a‖, ε) max(‖b‖, ε)), in [-1, 1], with sums in double precision. The formula
   * is that of PyTorch's {@code CosineSimilarity(eps=1e-7)}.
   *
   * @throws IllegalArgumentException if the vectors have different dimensions
   */
  public static double between(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "Vectors of dimensions %d and %d cannot be compared".formatted(a.length, b.length));
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
