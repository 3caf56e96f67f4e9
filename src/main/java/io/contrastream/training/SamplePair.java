package io.contrastream.training;

import io.contrastream.encoding.ModalityPair;
import io.contrastream.image.DigitPair;
import io.contrastream.schema.Modality;

/**
 * A pair of the stream to learn from, of any modalities.
 *
 * @param positive whether both are of the same digit
 */
public record SamplePair(Sample anchor, Sample contrastive, boolean positive) {

  public static SamplePair of(DigitPair pair) {
    return new SamplePair(Sample.of(pair.anchor()), Sample.of(pair.contrastive()), pair.positive());
  }

  /** Returns the target cosine similarity: 1 for a positive pair, 0 for a negative one. */
  public int target() {
    return positive ? 1 : 0;
  }

  public ModalityPair modalities() {
    return ModalityPair.of(anchor.modality(), contrastive.modality());
  }

  /** Returns the input of one of the two modalities; the anchor if both are of it. */
  Sample of(Modality modality) {
    return anchor.modality() == modality ? anchor : contrastive;
  }
}
