package io.contrastream.topology.join;

import io.contrastream.encoding.ModalityPair;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.similarity.PairTarget;
import io.contrastream.similarity.ShadowSums;
import io.contrastream.topology.embed.EmbeddedInput;
import io.contrastream.topology.embed.ShadowVector;
import java.util.Optional;

/**
 * A pair with its score.
 *
 * @param cosine cosine similarity of the two vectors, in [-1, 1]
 * @param target 1 if both are of the same digit, 0 if not, null if a label is unknown
 */
public record ScoredPair(
    EmbeddedInput anchor, EmbeddedInput contrastive, double cosine, Integer target)
    implements JoinResult {

  /** The losses of a candidate and the active checkpoint. */
  public record InShadow(String candidateId, ShadowSums losses) {}

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

  /**
   * Returns the losses of the candidate in the shadow and the active checkpoint; empty if the pair
   * has no target, or no candidate has embedded both inputs.
   */
  public Optional<InShadow> shadow() {
    ShadowVector one = anchor.shadow();
    ShadowVector other = contrastive.shadow();
    boolean both = one != null && other != null && one.candidateId().equals(other.candidateId());
    if (!both || target == null) {
      return Optional.empty();
    }
    double ofCandidate = CosineSimilarity.between(one.vector(), other.vector());
    return Optional.of(
        new InShadow(one.candidateId(), ShadowSums.ofPair(ofCandidate, cosine, target)));
  }

  public ModalityPair modalities() {
    return ModalityPair.of(anchor.input().modality(), contrastive.input().modality());
  }
}
