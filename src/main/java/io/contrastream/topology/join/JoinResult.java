package io.contrastream.topology.join;

import io.contrastream.topology.embed.EmbeddedImage;

/** What the join forwards. */
public sealed interface JoinResult permits ScoredPair, JoinResult.StalePair, JoinResult.Unmatched {

  /**
   * A pair that {@link RescorePairs} has to score: different checkpoints embedded its images, or an
   * earlier example of the same anchor took that way and must not be overtaken.
   */
  record StalePair(EmbeddedImage anchor, EmbeddedImage contrastive) implements JoinResult {}

  /**
   * An image that still lacked partners when its window closed.
   *
   * @param checkpointId of the weights that embedded the image
   * @param partners how many it lacked; an anchor lacks as many as it announced and did not meet
   */
  record Unmatched(String checkpointId, int partners) implements JoinResult {}
}
