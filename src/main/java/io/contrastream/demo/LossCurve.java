package io.contrastream.demo;

import io.contrastream.feed.ImageProducer;
import io.contrastream.schema.PairScore;
import io.contrastream.similarity.LossSums;

/**
 * How the loss moves over a run: at its beginning, lately, and, where the digits drift, until what
 * was lost has come back. One thread uses it.
 */
public final class LossCurve {

  /** A twentieth of the run, within these bounds, is long enough to be no chance. */
  private static final int PARTS = 20;

  private static final int FEWEST = 50;
  private static final int MOST = 1000;

  /** Accuracy has come back when so little is missing. */
  private static final double ONE_POINT = 0.01;

  private final long driftsAtPair;
  private final RecentPairs first;
  private final RecentPairs last;
  private final RecentPairs before;
  private final RecentPairs drifted;
  private Long driftNs;
  private Long recoveredNs;

  /**
   * @param pairs expected
   * @param driftsAtPair the first pair that is altered; {@link Long#MAX_VALUE} where none is
   */
  LossCurve(long pairs, long driftsAtPair) {
    int span = (int) Math.max(FEWEST, Math.min(MOST, pairs / PARTS));
    this.driftsAtPair = driftsAtPair;
    first = new RecentPairs(span);
    last = new RecentPairs(span);
    before = new RecentPairs(span);
    drifted = new RecentPairs(span);
  }

  /** Takes in a score of the run; one without a target tells nothing. */
  void add(PairScore score, long nowNs) {
    if (score.getSquaredError() != null) {
      boolean saysPositive = score.getCosine() >= LossSums.THRESHOLD;
      boolean right = saysPositive == (score.getTarget() == 1);
      add(ImageProducer.pairNumber(score.getPairId()), score.getSquaredError(), right, nowNs);
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
        && drifted.accuracy() >= before.accuracy() - ONE_POINT;
  }

  /** Mean squared error of the run's first pairs; null before the first. */
  public Double first() {
    return first.meanLoss();
  }

  /**
   * Mean squared error of the newest pairs, as many as {@link #first} has; null before the first.
   */
  public Double last() {
    return last.meanLoss();
  }

  /** Whether scores of altered digits have come. */
  public boolean hasDrifted() {
    return driftNs != null;
  }

  /**
   * Seconds from the first score of altered digits until the accuracy of as many of their newest
   * pairs as {@link #first} has was within a point of what it had been; null where it was not, or
   * nothing drifted.
   */
  public Double secondsToRecover() {
    return recoveredNs == null ? null : (recoveredNs - driftNs) / 1e9;
  }
}
