package io.contrastream.training;

/** Adds up the cosines of scored pairs. */
final class PairFigures {
  private static final double THRESHOLD = 0.5;

  private int pairs;
  private int positives;
  private int right;
  private double squares;
  private double positiveCosines;
  private double negativeCosines;

  void add(double cosine, boolean positive) {
    double error = cosine - (positive ? 1 : 0);
    pairs++;
    squares += error * error;
    right += cosine > THRESHOLD == positive ? 1 : 0;
    if (positive) {
      positives++;
      positiveCosines += cosine;
    } else {
      negativeCosines += cosine;
    }
  }

  int pairs() {
    return pairs;
  }

  double loss() {
    return squares / pairs;
  }

  double accuracy() {
    return (double) right / pairs;
  }

  double meanPositive() {
    return positiveCosines / positives;
  }

  double meanNegative() {
    return negativeCosines / (pairs - positives);
  }
}
