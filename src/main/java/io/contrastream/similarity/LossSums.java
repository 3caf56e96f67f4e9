package io.contrastream.similarity;

import java.nio.ByteBuffer;

/**
 * Sums over scored pairs, from which their losses and means follow. Adding the sums of parts gives
 * the sums of the whole.
 *
 * @param pairs scored, with or without a target
 * @param positives pairs whose target is 1
 * @param negatives pairs whose target is 0
 * @param squaredErrors sum of (cosine - target)² over positives and negatives
 * @param positiveCosines sum of the positives' cosine similarities
 * @param negativeCosines sum of the negatives' cosine similarities
 * @param correct positives with a cosine of at least {@link #THRESHOLD} and negatives below it
 * @param unmatched images whose partner did not come
 */
public record LossSums(
    long pairs,
    long positives,
    long negatives,
    double squaredErrors,
    double positiveCosines,
    double negativeCosines,
    long correct,
    long unmatched) {

  /** A pair with at least this cosine similarity is classified as positive. */
  public static final double THRESHOLD = 0.5;

  /** The size of {@link #write}'s output. */
  public static final int BYTES = 8 * Long.BYTES;

  public static final LossSums NONE = new LossSums(0, 0, 0, 0, 0, 0, 0, 0);

  /**
   * Returns the sums of one pair.
   *
   * @param cosine in [-1, 1]
   * @param target 1 for the same class, 0 for different ones, null if unknown
   */
  public static LossSums ofPair(double cosine, Integer target) {
    if (target == null) {
      return new LossSums(1, 0, 0, 0, 0, 0, 0, 0);
    }
    double squaredError = PairTarget.squaredError(cosine, target);
    boolean saysPositive = cosine >= THRESHOLD;
    return target == 1
        ? new LossSums(1, 1, 0, squaredError, cosine, 0, saysPositive ? 1 : 0, 0)
        : new LossSums(1, 0, 1, squaredError, 0, cosine, saysPositive ? 0 : 1, 0);
  }

  public static LossSums ofUnmatched(long images) {
    return new LossSums(0, 0, 0, 0, 0, 0, 0, images);
  }

  public LossSums plus(LossSums other) {
    return new LossSums(
        pairs + other.pairs,
        positives + other.positives,
        negatives + other.negatives,
        squaredErrors + other.squaredErrors,
        positiveCosines + other.positiveCosines,
        negativeCosines + other.negativeCosines,
        correct + other.correct,
        unmatched + other.unmatched);
  }

  /** Returns the mean of (cosine - target)² over the pairs with a target, or null if none has. */
  public Double meanLoss() {
    return mean(squaredErrors, positives + negatives);
  }

  /** Returns a mean in [-1, 1], or null without positives. */
  public Double meanPositiveCosine() {
    return mean(positiveCosines, positives);
  }

  /** Returns a mean in [-1, 1], or null without negatives. */
  public Double meanNegativeCosine() {
    return mean(negativeCosines, negatives);
  }

  /** Returns mean positive minus mean negative cosine, in [-2, 2], or null if one is missing. */
  public Double cosineGap() {
    return positives == 0 || negatives == 0 ? null : meanPositiveCosine() - meanNegativeCosine();
  }

  /**
   * Returns the mean squared distance between the unit vectors of positive pairs (alignment of Wang
   * and Isola, 2020), in [0, 4], or null without positives. The squared distance is 2 - 2 cosine,
   * so no sum of its own is needed.
   */
  public Double alignment() {
    return positives == 0 ? null : 2 - 2 * meanPositiveCosine();
  }

  /**
   * Returns the fraction of pairs with a target that {@link #THRESHOLD} classifies correctly, in
   * [0, 1], or null if no pair has a target.
   */
  public Double pairAccuracy() {
    return mean(correct, positives + negatives);
  }

  private static Double mean(double sum, long count) {
    return count == 0 ? null : sum / count;
  }

  /** Writes {@link #BYTES} bytes for {@link #read}. Topics keep them, so the format is fixed. */
  public void write(ByteBuffer out) {
    out.putLong(pairs).putLong(positives).putLong(negatives);
    out.putDouble(squaredErrors).putDouble(positiveCosines).putDouble(negativeCosines);
    out.putLong(correct).putLong(unmatched);
  }

  public static LossSums read(ByteBuffer in) {
    return new LossSums(
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getDouble(),
        in.getDouble(),
        in.getDouble(),
        in.getLong(),
        in.getLong());
  }
}
