package io.contrastream.training;

import ai.djl.ndarray.NDArray;
import io.contrastream.similarity.CosineSimilarity;

/** A loss over a batch of pairs: the number that training minimises. */
@FunctionalInterface
public interface PairLoss {

  /**
   * @param anchors embeddings of the anchors, (n, dimension) float32
   * @param contrastives embeddings of the contrastive examples, (n, dimension) float32
   * @return a scalar, on the manager of {@code anchors}
   */
  NDArray of(NDArray anchors, NDArray contrastives, PairBatch batch);

  /** Scales each row to length 1. */
  static NDArray unit(NDArray vectors) {
    return vectors.normalize(2, 1, CosineSimilarity.EPSILON);
  }
}
