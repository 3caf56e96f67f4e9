package io.contrastream.topology.join;

import io.contrastream.encoding.ModalityPair;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.similarity.PairTarget;
import io.contrastream.topology.embed.EmbeddedInput;

/**
 * A pair with its score.
 *
 * @param cosine cosine similarity of the two vectors, in [-1, 1]
 * @param target 1 if both are of the same digit, 0 if not, null if a label is unknown
 */
public record ScoredPair(
    EmbeddedInput anchor, EmbeddedInput contrastive, double cosine, Integer target)
    implements JoinResult {

  /**
   * @throws IllegalArgumentException if different checkpoints embedded the two: their cosine would
   *     mean nothing
   */
  static ScoredPair of(EmbeddedInput anchor, EmbeddedInput contrastive) {
    if (!anchor.comparableWith(contrastive)) {
      throw new IllegalArgumentException(
          "Embeddings of checkpoints %s and %s cannot be compared"
              .formatted(anchor.checkpointId(), contrastive.checkpointId()));
    }
    return new ScoredPair(
        anchor,
        contrastive,
        CosineSimilarity.between(anchor.vector(), contrastive.vector()),
        PairTarget.of(anchor.input().label(), contrastive.input().label()));
  }

  public String checkpointId() {
    return anchor.checkpointId();
  }

  public ModalityPair modalities() {
    return ModalityPair.of(anchor.input().modality(), contrastive.input().modality());
  }
}
