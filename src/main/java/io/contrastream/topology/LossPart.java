package io.contrastream.topology;

import io.contrastream.similarity.EmbeddingSums;
import io.contrastream.similarity.LossSums;

/**
 * A part of what a checkpoint has done in one window.
 *
 * @param windowStartMs milliseconds since 1970 UTC
 * @param embeddings nobody else's to change
 */
record LossPart(
    String checkpointId, long windowStartMs, LossSums losses, EmbeddingSums embeddings) {

  /** Both parts, of the same checkpoint; the later window counts. */
  LossPart plus(LossPart other) {
    EmbeddingSums both = new EmbeddingSums();
    both.add(embeddings);
    both.add(other.embeddings);
    return new LossPart(
        checkpointId,
        Math.max(windowStartMs, other.windowStartMs),
        losses.plus(other.losses),
        both);
  }
}
