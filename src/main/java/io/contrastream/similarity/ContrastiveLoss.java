package io.contrastream.similarity;

/** The loss of one pair: how far its cosine similarity lies from its target. */
public final class ContrastiveLoss {
  private ContrastiveLoss() {}

  /**
   * (cosine - target)². Its mean over pairs is the loss that the network is trained with.
   *
   * @param cosine in [-1, 1]
   * @param target 1 for the same digit, 0 for another
   * @return in [0, 4]
   */
  public static double squaredError(double cosine, int target) {
    double error = cosine - target;
    return error * error;
  }

  /**
   * The target that two labels make.
   *
   * @return 1 where they are the same, 0 where not, null where one is unknown
   */
  public static Integer target(Integer anchorLabel, Integer contrastiveLabel) {
    if (anchorLabel == null || contrastiveLabel == null) {
      return null;
    }
    return anchorLabel.equals(contrastiveLabel) ? 1 : 0;
  }
}
