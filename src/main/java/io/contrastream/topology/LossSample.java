package io.contrastream.topology;

import io.contrastream.similarity.LossSums;
import io.contrastream.topology.JoinResult.Unmatched;

/** What one pair, or one image that stayed alone, adds to its checkpoint's loss. */
record LossSample(String checkpointId, LossSums sums) {

  static LossSample of(ScoredPair pair) {
    return new LossSample(pair.checkpointId(), LossSums.ofPair(pair.cosine(), pair.target()));
  }

  static LossSample of(Unmatched image) {
    return new LossSample(image.checkpointId(), LossSums.ofUnmatched(1));
  }
}
