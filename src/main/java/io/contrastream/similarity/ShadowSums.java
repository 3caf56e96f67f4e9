package io.contrastream.similarity;

import java.nio.ByteBuffer;

/**
 * Sums over the pairs that both the active checkpoint and a candidate have embedded, from which
 * their losses follow, and what chance may make of the difference. Adding the sums of parts gives
 * the sums of the whole.
 *
 * @param pairs with a target
 * @param losses sum of the candidate's (cosine - target)²
 * @param activeLosses sum of the active checkpoint's
 * @param squaredDifferences sum of the squared differences of the two losses of a pair
 */
public record ShadowSums(
    long pairs, double losses, double activeLosses, double squaredDifferences) {

  /** The size of {@link #write}'s output. */
  public static final int BYTES = 4 * Long.BYTES;

  public static final ShadowSums NONE = new ShadowSums(0, 0, 0, 0);

  /**
   * Returns the sums of one pair.
   *
   * @param cosine of the candidate's vectors, in [-1, 1]
   * @param activeCosine of the active checkpoint's
   * @param target 0 or 1
   */
  public static ShadowSums ofPair(double cosine, double activeCosine, int target) {
    double loss = PairTarget.squaredError(cosine, target);
    double activeLoss = PairTarget.squaredError(activeCosine, target);
    double difference = activeLoss - loss;
    return new ShadowSums(1, loss, activeLoss, difference * difference);
  }

  /** Returns the sums that have these means. */
  public static ShadowSums ofMeans(
      long pairs, double loss, double activeLoss, double squaredDifference) {
    return new ShadowSums(pairs, pairs * loss, pairs * activeLoss, pairs * squaredDifference);
  }

  public ShadowSums plus(ShadowSums other) {
    return new ShadowSums(
        pairs + other.pairs,
        losses + other.losses,
        activeLosses + other.activeLosses,
        squaredDifferences + other.squaredDifferences);
  }

  /** Returns the candidate's mean loss; NaN without pairs. */
  public double meanLoss() {
    return losses / pairs;
  }

  /** Returns the active checkpoint's mean loss; NaN without pairs. */
  public double activeMeanLoss() {
    return activeLosses / pairs;
  }

  /** Returns the mean of the squared difference of the losses of a pair; NaN without pairs. */
  public double meanSquaredDifference() {
    return squaredDifferences / pairs;
  }

  /** Returns the standard error of the mean difference of a pair; NaN with fewer than two. */
  public double standardError() {
    double mean = activeMeanLoss() - meanLoss();
    double variance = (squaredDifferences - pairs * mean * mean) / (pairs - 1);
    return pairs < 2 ? Double.NaN : Math.sqrt(Math.max(0, variance) / pairs);
  }

  /** Writes {@link #BYTES} bytes for {@link #read}. Topics keep them, so the format is fixed. */
  public void write(ByteBuffer out) {
    out.putLong(pairs).putDouble(losses).putDouble(activeLosses).putDouble(squaredDifferences);
  }

  public static ShadowSums read(ByteBuffer in) {
    return new ShadowSums(in.getLong(), in.getDouble(), in.getDouble(), in.getDouble());
  }
}
