package io.contrastream.similarity;

/**
 * Sums over scored pairs, from which the loss of any number of them follows. Sums of parts add up
 * to the sums of the whole.
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

  /** The cosine similarity from which on a pair counts as positive. */
  public static final double THRESHOLD = 0.5;

  public static final LossSums NONE = new LossSums(0, 0, 0, 0, 0, 0, 0, 0);

  /**
   * @param cosine in [-1, 1]
   * @param target 1 for the same digit, 0 for another, null where unknown
   */
  public static LossSums ofPair(double cosine, Integer target) {
    if (target == null) {
      return new LossSums(1, 0, 0, 0, 0, 0, 0, 0);
    }
    double squaredError = ContrastiveLoss.squaredError(cosine, target);
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

  /** Mean of (cosine - target)² over the pairs with a target; null where there is none. */
  public Double meanLoss() {
    return mean(squaredErrors, positives + negatives);
  }

  /** In [-1, 1]; null where there is no positive. */
  public Double meanPositiveCosine() {
    return mean(positiveCosines, positives);
  }

  /** In [-1, 1]; null where there is no negative. */
  public Double meanNegativeCosine() {
    return mean(negativeCosines, negatives);
  }

  /** Mean positive less mean negative cosine, in [-2, 2]; null where there is none of either. */
  public Double margin() {
    return positives == 0 || negatives == 0 ? null : meanPositiveCosine() - meanNegativeCosine();
  }

  /**
   * Mean squared distance of the vectors of positive pairs, brought to length 1 (Wang and Isola,
   * 2020). It needs no sum of its own: the squared distance is 2 - 2 cosine.
   *
   * @return in [0, 4], 0 where they are the same; null where there is no positive
   */
  public Double alignment() {
    return positives == 0 ? null : 2 - 2 * meanPositiveCosine();
  }

  /** Share of the pairs with a target that lie on its side of the threshold, in [0, 1], or null. */
  public Double pairAccuracy() {
    return mean(correct, positives + negatives);
  }

  private static Double mean(double sum, long count) {
    return count == 0 ? null : sum / count;
  }
}
