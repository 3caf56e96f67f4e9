package io.contrastream.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.contrastream.network.NativeFloats;

/**
 * The squared error of the cosine similarity of every two inputs of the batch, whichever pair they
 * came in. Positive and negative combinations weigh half each. Every input must be labelled.
 */
public record AllPairsLoss() implements PairLoss {

  @Override
  public NDArray of(NDArray anchors, NDArray contrastives, PairBatch batch) {
    NDArray vectors = PairLoss.unit(NDArrays.concat(new NDList(anchors, contrastives)));
    NDArray cosine = vectors.matMul(vectors.transpose());
    Combinations all = Combinations.of(batch.labels());
    Shape square = cosine.getShape();
    NDArray target = NativeFloats.create(anchors.getManager(), all.targets(), square);
    NDArray weight = NativeFloats.create(anchors.getManager(), all.weights(), square);
    return cosine.sub(target).square().mul(weight).sum();
  }

  /** Targets and weights of an m × m table of inputs against each other, row-major. */
  private record Combinations(float[] targets, float[] weights) {

    static Combinations of(Integer[] labels) {
      int m = labels.length;
      float[] targets = new float[m * m];
      int positives = 0;
      for (int i = 0; i < m; i++) {
        if (labels[i] == null) {
          throw new IllegalArgumentException(
              "The all_pairs loss needs a label for every input: choose another for unlabelled"
                  + " ones");
        }
        for (int j = 0; j < m; j++) {
          boolean positive = labels[i].equals(labels[j]);
          targets[i * m + j] = positive ? 1 : 0;
          positives += positive && i != j ? 1 : 0;
        }
      }
      return new Combinations(targets, weights(targets, m, positives));
    }

    private static float[] weights(float[] targets, int m, int positives) {
      int negatives = m * (m - 1) - positives;
      double half = positives == 0 || negatives == 0 ? 1 : 0.5;
      float[] weights = new float[m * m];
      for (int k = 0; k < weights.length; k++) {
        boolean itself = k % (m + 1) == 0;
        int alike = targets[k] == 1 ? positives : negatives;
        weights[k] = itself ? 0 : (float) (half / alike);
      }
      return weights;
    }
  }
}
