package io.contrastream.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.contrastream.network.NativeFloats;

/**
 * The error of the cosine similarity c of every two inputs of the batch, whichever pair they came
 * in. Positive and negative combinations weigh half each. Every input must be labelled.
 *
 * @param distance whether the error of positive ones is the cosine distance 1 - c, and not (1 -
 *     c)². For an angle a between two vectors, that is about a²/2 and not a⁴/4, so vectors of one
 *     label go on to approach their centre when they are close. That of negative ones is c².
 */
public record AllPairsLoss(boolean distance) implements PairLoss {

  @Override
  public NDArray of(NDArray anchors, NDArray contrastives, PairBatch batch) {
    NDArray vectors = PairLoss.unit(NDArrays.concat(new NDList(anchors, contrastives)));
    NDArray cosine = vectors.matMul(vectors.transpose());
    Combinations all = Combinations.of(batch.labels());
    Shape square = cosine.getShape();
    NDArray target = NativeFloats.create(anchors.getManager(), all.targets(), square);
    NDArray weight = NativeFloats.create(anchors.getManager(), all.weights(), square);
    NDArray error = distance ? error(cosine, target) : cosine.sub(target).square();
    return error.mul(weight).sum();
  }

  private static NDArray error(NDArray cosine, NDArray target) {
    NDArray ofPositives = cosine.sub(1).neg().mul(target);
    NDArray ofNegatives = cosine.square().mul(target.sub(1).neg());
    return ofPositives.add(ofNegatives);
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
              "The losses all_pairs and cosine_distance need a label for every input: choose"
                  + " another for unlabelled ones");
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
