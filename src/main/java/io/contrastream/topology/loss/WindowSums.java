package io.contrastream.topology.loss;

import io.contrastream.similarity.EmbeddingSums;
import io.contrastream.similarity.LossSums;

/** Sums of one checkpoint in one window, added to in place. */
final class WindowSums {
  private final EmbeddingSums embeddings = new EmbeddingSums();
  private LossSums losses = LossSums.NONE;
  private long latestMs = Long.MIN_VALUE;

  /** Returns the sums of the embeddings, to be added to. */
  EmbeddingSums embeddings() {
    return embeddings;
  }

  LossSums losses() {
    return losses;
  }

  void addLosses(LossSums more) {
    losses = losses.plus(more);
  }

  void observe(long timestampMs) {
    latestMs = Math.max(latestMs, timestampMs);
  }

  /** Returns the largest timestamp observed, milliseconds since 1970 UTC. */
  long latestMs() {
    return latestMs;
  }
}
