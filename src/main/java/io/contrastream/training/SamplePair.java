package io.contrastream.training;

import io.contrastream.encoding.ModalityPair;
import io.contrastream.image.DigitPair;
import io.contrastream.schema.Modality;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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

  /** Returns the inputs of pairs, each content once. */
  public static List<Sample> inputs(Stream<SamplePair> pairs) {
    Set<ByteBuffer> seen = new HashSet<>();
    return pairs
        .flatMap(pair -> Stream.of(pair.anchor, pair.contrastive))
        .filter(input -> seen.add(ByteBuffer.wrap(input.content())))
        .toList();
  }

  public ModalityPair modalities() {
    return ModalityPair.of(anchor.modality(), contrastive.modality());
  }

  /** Returns the input of one of the two modalities; the anchor if both are of it. */
  Sample of(Modality modality) {
    return anchor.modality() == modality ? anchor : contrastive;
  }
}
