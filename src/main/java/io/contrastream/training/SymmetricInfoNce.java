package io.contrastream.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.contrastream.network.LibTorch;
import io.contrastream.network.NativeFloats;
import java.util.List;

/**
 * InfoNCE in both directions, with a learnt temperature τ and several positives for each anchor:
 * every example of the batch with the anchor's label is a positive, the others are negatives. The
 * loss of a positive is log(1 + Σ exp(s⁻/τ) / exp(s⁺/τ)), so positives do not compete with each
 * other. The mean over the positives of an anchor, then over the anchors; the same from the
 * examples' side; the mean of both. Every input must be labelled.
 */
public final class SymmetricInfoNce implements PairLoss {
  static final double MIN_TEMPERATURE = 0.01;
  static final double MAX_TEMPERATURE = 1;

  /** Far below any s/τ, so that its exponential is 0, and finite, so that gradients are too. */
  private static final float MASKED = -1e9f;

  private final NDManager manager = LibTorch.newManager();

  /** log(1/τ) at the start. */
  private final double start;

  /**
   * What is added to it, a scalar: steps change τ by a share of itself, and decay leads it back.
   */
  private final NDArray learnt;

  /**
   * @param temperature τ at the start, 0.01 to 1
   */
  public SymmetricInfoNce(double temperature) {
    start = -Math.log(temperature);
    learnt = NativeFloats.create(manager, new float[1], new Shape(1));
    learnt.setRequiresGradient(true);
  }

  @Override
  public NDArray of(NDArray anchors, NDArray contrastives, PairBatch batch) {
    NDArray scale =
        learnt.add(start).clip(-Math.log(MAX_TEMPERATURE), -Math.log(MIN_TEMPERATURE)).exp();
    NDArray scores =
        PairLoss.unit(anchors).matMul(PairLoss.unit(contrastives).transpose()).mul(scale);
    float[] same = same(batch);
    Shape square = scores.getShape();
    NDArray positive = NativeFloats.create(anchors.getManager(), same, square);
    return oneWay(scores, positive).add(oneWay(scores.transpose(), positive.transpose())).div(2);
  }

  /** Returns the loss with the rows as anchors. */
  private static NDArray oneWay(NDArray scores, NDArray positive) {
    int[] columns = {1};
    NDArray masked = scores.add(positive.mul(MASKED));
    NDArray highest = masked.max(columns, true);
    NDArray negatives = masked.sub(highest).exp().sum(columns, true).log().add(highest);
    NDArray each = Activation.softPlus(negatives.sub(scores)).mul(positive);
    NDArray count = positive.sum(columns).maximum(1);
    return each.sum(columns).div(count).mean();
  }

  /** 1 if row i's anchor and column j's example have the same label, else 0. */
  private static float[] same(PairBatch batch) {
    int n = batch.size();
    float[] same = new float[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        Integer label = batch.labels()[i];
        if (label == null || batch.labels()[n + j] == null) {
          throw new IllegalArgumentException("The symmetric loss needs a label for every input");
        }
        same[i * n + j] = label.equals(batch.labels()[n + j]) ? 1 : 0;
      }
    }
    return same;
  }

  @Override
  public List<NDArray> trained() {
    return List.of(learnt);
  }

  @Override
  public void close() {
    manager.close();
  }
}
