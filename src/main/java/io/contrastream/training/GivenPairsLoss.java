package io.contrastream.training;

import ai.djl.ndarray.NDArray;
import io.contrastream.network.NativeFloats;

/**
 * The mean squared error of the cosine similarities of the given pairs against their targets: 1 for
 * the same digit, 0 for different digits.
 */
public record GivenPairsLoss() implements PairLoss {

  @Override
  public NDArray of(NDArray anchors, NDArray contrastives, PairBatch batch) {
    NDArray cosine = PairLoss.unit(anchors).mul(PairLoss.unit(contrastives)).sum(new int[] {1});
    NDArray target = NativeFloats.create(anchors.getManager(), batch.targets(), cosine.getShape());
    return cosine.sub(target).square().mean();
  }
}
