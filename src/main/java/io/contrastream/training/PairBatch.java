package io.contrastream.training;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitPair;
import java.util.List;

/**
 * The pairs of one training step.
 *
 * @param anchors n inputs, one after the other; an image has {@link Digit#PIXELS} numbers in [-1,
 *     1]
 * @param contrastives the n contrastive examples, likewise, or their embeddings if they are of a
 *     network that is not trained
 * @param targets for each pair, 1 if it is positive, 0 if it is negative
 * @param labels of the n anchors, then of the n contrastive examples; null if unknown
 */
public record PairBatch(float[] anchors, float[] contrastives, float[] targets, Integer[] labels) {

  /**
   * @param pairs at least one
   */
  public static PairBatch of(List<DigitPair> pairs, PixelScaling scaling) {
    int n = pairs.size();
    PairBatch batch =
        new PairBatch(
            new float[n * Digit.PIXELS],
            new float[n * Digit.PIXELS],
            new float[n],
            new Integer[2 * n]);
    for (int i = 0; i < n; i++) {
      DigitPair pair = pairs.get(i);
      scaling.scale(pair.anchor().pixels(), batch.anchors, i * Digit.PIXELS);
      scaling.scale(pair.contrastive().pixels(), batch.contrastives, i * Digit.PIXELS);
      batch.targets[i] = pair.target();
      batch.labels[i] = pair.anchor().label();
      batch.labels[n + i] = pair.contrastive().label();
    }
    return batch;
  }

  public int size() {
    return targets.length;
  }
}
