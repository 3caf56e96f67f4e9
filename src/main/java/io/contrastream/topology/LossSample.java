package io.contrastream.topology;

/** What is added up by checkpoint and window. */
sealed interface LossSample permits EmbeddedImage, ScoredPair, JoinResult.Unmatched {

  /** The checkpoint that it counts for. */
  String checkpointId();

  void addTo(WindowSums sums);
}
