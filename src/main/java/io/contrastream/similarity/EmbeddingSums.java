package io.contrastream.similarity;

import java.nio.ByteBuffer;

/**
 * Sums over embeddings, each brought to length 1, from which their spread and the shape of their
 * distribution follow. Sums of parts add up to the sums of the whole.
 *
 * <p>Made to be added to once an image, so it changes in place. Threads: one.
 */
public final class EmbeddingSums {
  private static final double[] NOTHING = {};

  private long images;
  private long pairs;
  private double potentials;
  private double[] sums = NOTHING;
  private double[] squares = NOTHING;

  /**
   * Adds an image's vector, which stays as it is. One that is zero or not finite counts as zeros.
   *
   * @throws IllegalArgumentException where it is longer or shorter than those before it
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
   * Adds exp(-2 d²) of two different images, whose vectors of length 1 lie d apart: d² = 2 - 2
   * cosine.
   *
   * @param cosine of their vectors, in [-1, 1]; NaN counts for nothing
   */
  public void addPair(double cosine) {
    if (!Double.isNaN(cosine)) {
      pairs++;
      potentials += Math.exp(-4 * (1 - cosine));
    }
  }

  /** Adds what others have added up; they stay as they are. */
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
          "Vectors of %d and %d numbers can't be added up".formatted(sums.length, dimension));
    }
  }

  /** Vectors added. */
  public long images() {
    return images;
  }

  /**
   * How evenly the vectors cover the sphere (Wang and Isola, 2020): log mean exp(-2 d²) over the
   * pairs added, from -8 (all opposite) to 0 (all the same); null where there is none.
   */
  public Double uniformity() {
    return pairs == 0 ? null : Math.log(potentials / pairs);
  }

  /**
   * Fréchet distance, squared as it is usual, of two normal distributions with independent numbers
   * that have the mean and deviation of these vectors and the others': Σ (μ - μ')² + (σ - σ')².
   *
   * @param other has vectors as long; both have some
   * @return 0 where they are alike, at most 4
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

  /** How many bytes {@link #write} takes. */
  public int bytes() {
    return 2 * Long.BYTES + Double.BYTES + Integer.BYTES + 2 * sums.length * Double.BYTES;
  }

  /** For {@link #read}. */
  public void write(ByteBuffer out) {
    out.putLong(images).putLong(pairs).putDouble(potentials).putInt(sums.length);
    for (int i = 0; i < sums.length; i++) {
      out.putDouble(sums[i]).putDouble(squares[i]);
    }
  }

  /** Reads what {@link #write} has written. */
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
