package io.contrastream.training;

import java.util.Arrays;

/**
 * The rule by which inputs are held out from training to evaluate candidates. It depends only on an
 * input's content, because the same input recurs in many pairs and under many ids. So it is the
 * same in every run, on every machine and for every trainer, and checkpoints of other trainers with
 * at least this share were not trained on these inputs either.
 *
 * @param share of the inputs that are held out, at least 0 and below 1
 */
public record HoldOut(double share) {
  private static final int PARTS = 1 << 20;

  public boolean takes(Sample input) {
    long bits = ResumableRandom.mixed(Arrays.hashCode(input.content()));
    return Math.floorMod(bits, PARTS) < share * PARTS;
  }

  /** Whether candidates are measured on a pair: both of its inputs are held out. */
  public boolean measures(SamplePair pair) {
    return takes(pair.anchor()) && takes(pair.contrastive());
  }

  /** Whether a pair is trained on: none of its inputs is held out. */
  public boolean trains(SamplePair pair) {
    return !takes(pair.anchor()) && !takes(pair.contrastive());
  }
}
