package io.contrastream.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.contrastream.network.NativeFloats;

/**
 * InfoNCE: the mean over the positive pairs of −log(exp(s⁺/τ) / (exp(s⁺/τ) + Σ exp(s⁻/τ))), with
 * cosine similarities s. The negatives of an anchor are the contrastive examples of the batch that
 * are not known to show the anchor's digit; an unlabelled one counts as negative, as it most likely
 * is. A batch without positive pairs has loss 0.
 *
 * @param temperature τ, above 0; the smaller, the more the most similar negatives count
 */
public record InfoNce(double temperature) implements PairLoss {

  /** Far below any s/τ, so that its exponential is 0, and finite, so that gradients are too. */
  private static final float MASKED = -1e9f;

  public InfoNce {
    if (!(temperature > 0)) {
      throw new IllegalArgumentException("The temperature must be above 0, not " + temperature);
    }
  }

  @Override
  public NDArray of(NDArray anchors, NDArray contrastives, PairBatch batch) {
    int n = batch.size();
    NDArray cosine = PairLoss.unit(anchors).matMul(PairLoss.unit(contrastives).transpose());
    Shape square = new Shape(n, n);
    NDArray mask = NativeFloats.create(anchors.getManager(), mask(batch), square);
    NDArray weight = NativeFloats.create(anchors.getManager(), weights(batch), square);
    return cosine.div((float) temperature).add(mask).logSoftmax(1).mul(weight).sum().neg();
  }

  /** 0 if column j's example is the positive or a negative of row i's anchor, else MASKED. */
  private static float[] mask(PairBatch batch) {
    int n = batch.size();
    float[] mask = new float[n * n];
    for (int i = 0; i < n; i++) {
      Integer anchor = batch.labels()[i];
      for (int j = 0; j < n; j++) {
        boolean same = anchor != null && anchor.equals(batch.labels()[n + j]);
        mask[i * n + j] = same && i != j ? MASKED : 0;
      }
    }
    return mask;
  }

  /** Equal weights for the positive pairs, which lie on the diagonal. */
  private static float[] weights(PairBatch batch) {
    int n = batch.size();
    float positives = 0;
    for (float target : batch.targets()) {
      positives += target;
    }
    float[] weights = new float[n * n];
    for (int i = 0; i < n; i++) {
      weights[i * n + i] = positives == 0 ? 0 : batch.targets()[i] / positives;
    }
    return weights;
  }
}
