package io.contrastream.topology;

import io.contrastream.similarity.ContrastiveLoss;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.similarity.LossSums;

/**
 * A pair with its score.
 *
 * @param cosine cosine similarity of the two vectors, in [-1, 1]
 * @param target 1 for the same digit, 0 for another, null where a label is unknown
 */
record ScoredPair(EmbeddedImage anchor, EmbeddedImage contrastive, double cosine, Integer target)
    implements LossSample {

  /**
   * @throws IllegalArgumentException where the vectors come from different checkpoints: such a
   *     score would mean nothing
   */
  static ScoredPair of(EmbeddedImage anchor, EmbeddedImage contrastive) {
    if (!anchor.comparableWith(contrastive)) {
      throw new IllegalArgumentException(
          "Vectors of checkpoints %s and %s cannot be compared"
              .formatted(anchor.checkpointId(), contrastive.checkpointId()));
    }
    return new ScoredPair(
        anchor,
        contrastive,
        CosineSimilarity.between(anchor.vector(), contrastive.vector()),
        ContrastiveLoss.target(anchor.image().getLabel(), contrastive.image().getLabel()));
  }

  boolean labelled() {
    return target != null;
  }

  @Override
  public String checkpointId() {
    return anchor.checkpointId();
  }

  @Override
  public void addTo(WindowSums sums) {
    sums.add(LossSums.ofPair(cosine, target));
  }
}
