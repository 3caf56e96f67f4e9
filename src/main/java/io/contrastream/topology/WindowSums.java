package io.contrastream.topology;

import io.contrastream.similarity.EmbeddingSums;
import io.contrastream.similarity.LossSums;

/** What a checkpoint has done in a window, added up in place. Threads: one. */
final class WindowSums {
  private final EmbeddingSums embeddings = new EmbeddingSums();
  private LossSums losses = LossSums.NONE;
  private long latestMs = Long.MIN_VALUE;

  void add(LossSample sample, long timestampMs) {
    sample.addTo(this);
    latestMs = Math.max(latestMs, timestampMs);
  }

  void add(LossSums more) {
    losses = losses.plus(more);
  }

  EmbeddingSums embeddings() {
    return embeddings;
  }

  LossSums losses() {
    return losses;
  }

  /** The newest timestamp of what was added, milliseconds since 1970 UTC. */
  long latestMs() {
    return latestMs;
  }
}
