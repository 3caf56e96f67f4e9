package io.contrastream.demo;

import io.contrastream.feed.InputProducer;
import io.contrastream.schema.PairScore;
import io.contrastream.similarity.LossSums;

/**
 * The loss at the beginning of a run and at its latest pairs, and, if the digits drift, the time
 * until the accuracy has recovered. One thread calls.
 */
public final class LossCurve {

  /** A span is a twentieth of the run within bounds, long enough to average out chance. */
  private static final int SPANS = 20;

  private static final int MIN_SPAN = 50;
  private static final int MAX_SPAN = 1000;

  /** The accuracy has recovered when it is within this of its value before. */
  private static final double TOLERANCE = 0.01;

  private final long driftsAtPair;
  private final RecentPairs first;
  private final RecentPairs last;
  private final RecentPairs before;
  private final RecentPairs drifted;
  private Long driftNs;
  private Long recoveredNs;

  /**
   * @param pairs expected number of pairs
   * @param driftsAtPair index of the first altered pair, or {@link Long#MAX_VALUE} if none is
   */
  LossCurve(long pairs, long driftsAtPair) {
    int span = (int) Math.max(MIN_SPAN, Math.min(MAX_SPAN, pairs / SPANS));
    this.driftsAtPair = driftsAtPair;
    first = new RecentPairs(span);
    last = new RecentPairs(span);
    before = new RecentPairs(span);
    drifted = new RecentPairs(span);
  }

  /** Adds a score of the run; a score without a target is ignored. */
  void add(PairScore score, long nowNs) {
    if (score.getSquaredError() != null) {
      boolean predictedPositive = score.getCosine() >= LossSums.THRESHOLD;
      boolean right = predictedPositive == (score.getTarget() == 1);
      add(InputProducer.pairNumber(score.getPairId()), score.getSquaredError(), right, nowNs);
    }
  }

  void add(long pair, double squaredError, boolean right, long nowNs) {
    if (!first.isFull()) {
      first.add(squaredError, right);
    }
    last.add(squaredError, right);
    if (pair < driftsAtPair) {
      before.add(squaredError, right);
      return;
    }
    driftNs = driftNs == null ? Long.valueOf(nowNs) : driftNs;
    drifted.add(squaredError, right);
    if (recoveredNs == null && hasRecovered()) {
      recoveredNs = nowNs;
    }
  }

  private boolean hasRecovered() {
    return drifted.isFull()
        && before.accuracy() != null
        && drifted.accuracy() >= before.accuracy() - TOLERANCE;
  }

  /** Returns the mean squared error of the run's first pairs, or null before the first. */
  public Double first() {
    return first.meanLoss();
  }

  /** Returns the mean squared error of as many latest pairs, or null before the first. */
  public Double last() {
    return last.meanLoss();
  }

  /** Whether a score of altered digits has come. */
  public boolean hasDrifted() {
    return driftNs != null;
  }

  /**
   * Returns the seconds from the first score of altered digits until the accuracy of the latest of
   * them was within one percentage point of its value before, or null if it has not recovered or
   * nothing drifted.
   */
  public Double secondsToRecover() {
    return recoveredNs == null ? null : (recoveredNs - driftNs) / 1e9;
  }
}
