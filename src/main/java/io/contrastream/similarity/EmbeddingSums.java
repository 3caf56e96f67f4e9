package io.contrastream.similarity;

import java.nio.ByteBuffer;

/**
 * Sums over embeddings scaled to unit length, from which the uniformity, mean and standard
 * deviation of their distribution follow. Adding the sums of parts gives the sums of the whole.
 *
 * <p>Mutable, since it is added to for each image. Threads: one.
 */
public final class EmbeddingSums {
  private static final double[] NOTHING = {};

  private long images;
  private long pairs;
  private double potentials;
  private double[] sums = NOTHING;
  private double[] squares = NOTHING;

  /**
   * Adds the vector of an image, without changing it. A vector that is zero or not finite counts as
   * zeros.
   *
   * @throws IllegalArgumentException if its dimension differs from that of earlier vectors
   */
  public void add(float[] vector) {
    resize(vector.length);
    images++;
    double length = 0;
    for (float number : vector) {
      length += (double) number * number;
    }
    if (!Double.isFinite(length)) {
      return;
    }
    double scale = 1 / Math.max(Math.sqrt(length), CosineSimilarity.EPSILON);
    for (int i = 0; i < vector.length; i++) {
      double number = vector[i] * scale;
      sums[i] += number;
      squares[i] += number * number;
    }
  }

  /**
   * Adds exp(-2 d²) for a pair of different images, where d is the distance between their unit
   * vectors: d² = 2 - 2 cosine.
   *
   * @param cosine of their vectors, in [-1, 1]; NaN is ignored
   */
  public void addPair(double cosine) {
    if (!Double.isNaN(cosine)) {
      pairs++;
      potentials += Math.exp(-4 * (1 - cosine));
    }
  }

  /** Adds other sums, without changing them. */
  public void add(EmbeddingSums other) {
    if (other.images > 0) {
      resize(other.sums.length);
    }
    images += other.images;
    pairs += other.pairs;
    potentials += other.potentials;
    for (int i = 0; i < other.sums.length; i++) {
      sums[i] += other.sums[i];
      squares[i] += other.squares[i];
    }
  }

  private void resize(int dimension) {
    if (sums.length == 0) {
      sums = new double[dimension];
      squares = new double[dimension];
    } else if (sums.length != dimension) {
      throw new IllegalArgumentException(
          "Vectors of dimensions %d and %d cannot be added".formatted(sums.length, dimension));
    }
  }

  /** Returns the number of vectors added. */
  public long images() {
    return images;
  }

  /**
   * Returns how uniformly the vectors cover the sphere (Wang and Isola, 2020): log mean exp(-2 d²)
   * over the pairs added, from -8 (all opposite) to 0 (all the same), or null without pairs.
   */
  public Double uniformity() {
    return pairs == 0 ? null : Math.log(potentials / pairs);
  }

  /**
   * Returns the squared Fréchet distance between two normal distributions with independent
   * components, fitted to these and to the other vectors: Σ (μ - μ')² + (σ - σ')², in [0, 4].
   *
   * @param other has the same dimension; neither is empty
   */
  public double distance(EmbeddingSums other) {
    double distance = 0;
    for (int i = 0; i < sums.length; i++) {
      double means = mean(i) - other.mean(i);
      double deviations = deviation(i) - other.deviation(i);
      distance += means * means + deviations * deviations;
    }
    return distance;
  }

  private double mean(int i) {
    return sums[i] / images;
  }

  private double deviation(int i) {
    return Math.sqrt(Math.max(0, squares[i] / images - mean(i) * mean(i)));
  }

  /** Returns the number of bytes that {@link #write} writes. */
  public int bytes() {
    return 2 * Long.BYTES + Double.BYTES + Integer.BYTES + 2 * sums.length * Double.BYTES;
  }

  /** Writes the sums for {@link #read}. Topics keep these bytes, so the format is fixed. */
  public void write(ByteBuffer out) {
    out.putLong(images).putLong(pairs).putDouble(potentials).putInt(sums.length);
    for (int i = 0; i < sums.length; i++) {
      out.putDouble(sums[i]).putDouble(squares[i]);
    }
  }

  public static EmbeddingSums read(ByteBuffer in) {
    EmbeddingSums read = new EmbeddingSums();
    read.images = in.getLong();
    read.pairs = in.getLong();
    read.potentials = in.getDouble();
    read.resize(in.getInt());
    for (int i = 0; i < read.sums.length; i++) {
      read.sums[i] = in.getDouble();
      read.squares[i] = in.getDouble();
    }
    return read;
  }
}
