package io.contrastream.topology;

import io.contrastream.similarity.LossSums;

/** What comes out of the join: pairs, and word of images that stayed alone. */
sealed interface JoinResult {

  /**
   * An anchor and a contrastive example of the same pair id.
   *
   * @param rescore whether it takes the way through {@link RescorePairs}: its images were embedded
   *     by different checkpoints, or an earlier example of the same anchor took that way and must
   *     not be overtaken
   */
  record Joined(EmbeddedImage anchor, EmbeddedImage contrastive, boolean rescore)
      implements JoinResult {}

  /**
   * An image that stayed alone when the window closed.
   *
   * @param checkpointId that had embedded it
   * @param partners how many it lacked: of an anchor, as many as it announced and did not meet
   */
  record Unmatched(String checkpointId, int partners) implements JoinResult, LossSample {

    @Override
    public void addTo(WindowSums sums) {
      sums.add(LossSums.ofUnmatched(partners));
    }
  }
}
