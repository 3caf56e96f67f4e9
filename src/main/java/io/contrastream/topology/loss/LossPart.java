package io.contrastream.topology.loss;

import io.contrastream.encoding.ModalityPair;
import io.contrastream.similarity.EmbeddingSums;
import io.contrastream.similarity.LossSums;

/**
 * A part of one checkpoint's sums over two modalities in one window.
 *
 * @param modalities of the pairs
 * @param windowStartMs milliseconds since 1970 UTC
 * @param embeddings none if the modalities differ; mutable, but nobody changes it any more
 */
record LossPart(
    String checkpointId,
    ModalityPair modalities,
    long windowStartMs,
    LossSums losses,
    EmbeddingSums embeddings) {

  /**
   * Returns the sum of two parts of the same checkpoint and modalities, in the later of their
   * windows.
   */
  LossPart plus(LossPart other) {
    EmbeddingSums both = new EmbeddingSums();
    both.add(embeddings);
    both.add(other.embeddings);
    return new LossPart(
        checkpointId,
        modalities,
        Math.max(windowStartMs, other.windowStartMs),
        losses.plus(other.losses),
        both);
  }

  /** Returns what the checkpoint's sums of these modalities are stored under. */
  String name() {
    return modalities.equals(ModalityPair.IMAGES) ? checkpointId : checkpointId + "/" + modalities;
  }
}
