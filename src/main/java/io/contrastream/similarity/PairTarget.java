package io.contrastream.similarity;

/** The cosine similarity that a pair should have: 1 for the same class, 0 for different ones. */
public final class PairTarget {
  private PairTarget() {}

  /**
   * Returns 1 if the labels are the same, 0 if they differ, and null if one of them is null, which
   * means unknown.
   */
  public static Integer of(Integer anchorLabel, Integer contrastiveLabel) {
    if (anchorLabel == null || contrastiveLabel == null) {
      return null;
    }
    return anchorLabel.equals(contrastiveLabel) ? 1 : 0;
  }

  /**
   * Returns (cosine - target)², in [0, 4]. Its mean over pairs is the loss that the network is
   * trained with.
   *
   * @param cosine in [-1, 1]
   * @param target 0 or 1
   */
  public static double squaredError(double cosine, int target) {
    double error = cosine - target;
    return error * error;
  }
}
