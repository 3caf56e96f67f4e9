package io.contrastream.topology.join;

import io.contrastream.schema.Modality;
import io.contrastream.topology.embed.EmbeddedInput;

/** What the join forwards. */
public sealed interface JoinResult permits ScoredPair, JoinResult.StalePair, JoinResult.Unmatched {

  /**
   * A pair that {@link RescorePairs} has to score: different checkpoints embedded its inputs, or an
   * earlier example of the same anchor took that way and must not be overtaken.
   */
  record StalePair(EmbeddedInput anchor, EmbeddedInput contrastive) implements JoinResult {}

  /**
   * An input that still lacked partners when its window closed.
   *
   * @param checkpointId of the weights that embedded the input
   * @param partners how many it lacked; an anchor lacks as many as it announced and did not meet
   */
  record Unmatched(Modality modality, String checkpointId, int partners) implements JoinResult {}
}
