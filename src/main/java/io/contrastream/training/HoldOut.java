package io.contrastream.training;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitPair;
import java.util.Arrays;

/**
 * The rule by which images are held out from training to evaluate candidates. It depends only on an
 * image's pixels, because the same image recurs in many pairs and under many ids. So it is the same
 * in every run, on every machine and for every trainer, and checkpoints of other trainers with at
 * least this share were not trained on these images either.
 *
 * @param share of the images that are held out, at least 0 and below 1
 */
public record HoldOut(double share) {
  private static final int PARTS = 1 << 20;

  public boolean takes(Digit image) {
    long bits = ResumableRandom.mixed(Arrays.hashCode(image.pixels()));
    return Math.floorMod(bits, PARTS) < share * PARTS;
  }

  /** Whether candidates are measured on a pair: both of its images are held out. */
  public boolean measures(DigitPair pair) {
    return takes(pair.anchor()) && takes(pair.contrastive());
  }

  /** Whether a pair is trained on: none of its images is held out. */
  public boolean trains(DigitPair pair) {
    return !takes(pair.anchor()) && !takes(pair.contrastive());
  }
}
