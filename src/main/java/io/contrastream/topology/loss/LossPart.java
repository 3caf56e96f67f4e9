package io.contrastream.topology.loss;

import io.contrastream.similarity.EmbeddingSums;
import io.contrastream.similarity.LossSums;

/**
 * A part of one checkpoint's sums in one window.
 *
 * @param windowStartMs milliseconds since 1970 UTC
 * @param embeddings mutable, but nobody changes it any more
 */
record LossPart(
    String checkpointId, long windowStartMs, LossSums losses, EmbeddingSums embeddings) {

  /** Returns the sum of two parts of the same checkpoint, in the later of their windows. */
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
