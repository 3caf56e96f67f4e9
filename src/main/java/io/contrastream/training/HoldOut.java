package io.contrastream.training;

/**
 * The rule by which pairs are held out from training to evaluate candidates. It depends only on a
 * pair's id, so it is the same in every run, on every machine and for every trainer.
 *
 * @param share of the pairs that are held out, at least 0 and below 1
 */
public record HoldOut(double share) {
  private static final int PARTS = 1 << 20;

  public boolean takes(String pairId) {
    return Math.floorMod(ResumableRandom.mixed(pairId.hashCode()), PARTS) < share * PARTS;
  }
}
