package io.contrastream.topology.join;

import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.similarity.PairTarget;
import io.contrastream.topology.embed.EmbeddedImage;

/**
 * A pair with its score.
 *
 * @param cosine cosine similarity of the two vectors, in [-1, 1]
 * @param target 1 if both images show the same digit, 0 if not, null if a label is unknown
 */
public record ScoredPair(
    EmbeddedImage anchor, EmbeddedImage contrastive, double cosine, Integer target)
    implements JoinResult {

  /**
   * @throws IllegalArgumentException if different checkpoints embedded the images: their cosine
   *     would mean nothing
   */
  static ScoredPair of(EmbeddedImage anchor, EmbeddedImage contrastive) {
    if (!anchor.comparableWith(contrastive)) {
      throw new IllegalArgumentException(
          "Embeddings of checkpoints %s and %s cannot be compared"
              .formatted(anchor.checkpointId(), contrastive.checkpointId()));
    }
    return new ScoredPair(
        anchor,
        contrastive,
        CosineSimilarity.between(anchor.vector(), contrastive.vector()),
        PairTarget.of(anchor.image().getLabel(), contrastive.image().getLabel()));
  }

  public String checkpointId() {
    return anchor.checkpointId();
  }
}
