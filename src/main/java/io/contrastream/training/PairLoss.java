package io.contrastream.training;

import ai.djl.ndarray.NDArray;

/** What training makes small: a number that says how badly a batch of pairs is embedded. */
@FunctionalInterface
public interface PairLoss {

  /**
   * @param anchors vectors of the batch's anchors, (n, 64) float32
   * @param contrastives vectors of its contrastive examples, (n, 64) float32
   * @return a scalar, on the manager of {@code anchors}
   */
  NDArray of(NDArray anchors, NDArray contrastives, PairBatch batch);
}
