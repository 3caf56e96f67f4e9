package io.contrastream.training;

import ai.djl.ndarray.NDArray;
import io.contrastream.similarity.CosineSimilarity;
import java.util.List;

/** A loss over a batch of pairs: the number that training minimises. */
@FunctionalInterface
public interface PairLoss extends AutoCloseable {

  /**
   * @param anchors embeddings of the anchors, (n, dimension) float32
   * @param contrastives embeddings of the contrastive examples, (n, dimension) float32
   * @return a scalar, on the manager of {@code anchors}
   */
  NDArray of(NDArray anchors, NDArray contrastives, PairBatch batch);

  /** Returns what the loss itself learns, which training changes with the weights. */
  default List<NDArray> trained() {
    return List.of();
  }

  /** Frees what {@link #trained} returns. */
  @Override
  default void close() {}

  /** Scales each row to length 1. */
  static NDArray unit(NDArray vectors) {
    return vectors.normalize(2, 1, CosineSimilarity.EPSILON);
  }
}
