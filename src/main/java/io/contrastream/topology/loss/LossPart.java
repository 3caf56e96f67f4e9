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
 * @param shadow null, unless these are the sums of a candidate in the shadow: then there are no
 *     losses and embeddings
 */
record LossPart(
    String checkpointId,
    ModalityPair modalities,
    long windowStartMs,
    LossSums losses,
    EmbeddingSums embeddings,
    ShadowPart shadow) {

  LossPart(
      String checkpointId,
      ModalityPair modalities,
      long windowStartMs,
      LossSums losses,
      EmbeddingSums embeddings) {
    this(checkpointId, modalities, windowStartMs, losses, embeddings, null);
  }

  static LossPart ofShadow(
      String checkpointId, ModalityPair modalities, long windowStartMs, ShadowPart shadow) {
    return new LossPart(
        checkpointId, modalities, windowStartMs, LossSums.NONE, new EmbeddingSums(), shadow);
  }

  /**
   * Returns the sum of two parts of the same checkpoint and modalities, in the later of their
   * windows, and of the same candidate if they are of one.
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
        both,
        shadow == null ? null : shadow.plus(other.shadow));
  }

  /** Returns what the checkpoint's sums of these modalities are stored under. */
  String name() {
    String name =
        modalities.equals(ModalityPair.IMAGES) ? checkpointId : checkpointId + "/" + modalities;
    return shadow == null ? name : name + "/shadow/" + shadow.candidateId();
  }
}
