package io.contrastream.training;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitPair;
import java.util.List;

/**
 * Pairs laid out for one step of training.
 *
 * @param anchors n images of 784 numbers in [-1, 1]
 * @param contrastives their n partners, likewise
 * @param targets n times 1 for a positive pair, 0 for a negative one
 * @param labels of the n anchors, then of the n partners; null if unknown
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

  /** How many pairs there are. */
  public int size() {
    return targets.length;
  }
}
