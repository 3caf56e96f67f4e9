package io.contrastream.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.contrastream.checkpoint.Tensor;
import io.contrastream.network.ContrastiveNetwork;
import io.contrastream.network.LibTorch;
import io.contrastream.network.NativeFloats;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/**
 * Changes a network's weights, one batch of pairs at a time. The same weights, batches, learning
 * rates and seed give the same weights again, on one libtorch thread; so does a trainer that is
 * made anew from a copy of the network's checkpoint and of Adam's state, in the middle of the
 * steps.
 *
 * <p>Owns nothing native: the network is its caller's. Threads: one, which must be the only one
 * that draws random numbers from libtorch while a step runs.
 */
public final class ContrastiveTrainer {
  /** Keeps the steps of neighbouring seeds from sharing their random numbers. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final ContrastiveNetwork network;
  private final PairLoss loss;
  private final Adam adam;
  private final long seed;
  private final List<NDArray> weights;
  private final List<float[]> values;
  private final List<float[]> gradients;
  private final float[] zeros;

  /**
   * @param network the very one that is trained: its weights are what the optimiser moves, and
   *     nobody else moves them from here on
   * @param seed of the dropout
   */
  public ContrastiveTrainer(ContrastiveNetwork network, PairLoss loss, Adam adam, long seed) {
    this.network = network;
    this.loss = loss;
    this.adam = adam;
    this.seed = seed;
    weights = network.trainedWeights();
    values = weights.stream().map(NativeFloats::copy).toList();
    gradients = values.stream().map(array -> new float[array.length]).toList();
    zeros = new float[values.stream().mapToInt(array -> array.length).max().orElse(0)];
  }

  /**
   * One step: anchors and contrastive examples through the network apart (together they would share
   * batch statistics), loss, gradients, Adam.
   *
   * @return the loss before the step; NaN where it or a gradient was not finite, and then network
   *     and optimiser are as they were
   */
  public float step(PairBatch batch, double learningRate) {
    Map<String, Tensor> statistics = network.statistics();
    LibTorch.seed(seed * SPREAD + adam.steps());
    float result = backward(batch);
    takeGradients();
    if (!Float.isFinite(result) || !finiteGradients()) {
      network.restore(statistics);
      return Float.NaN;
    }
    optimise(learningRate);
    return result;
  }

  private float backward(PairBatch batch) {
    LibTorch.recordGradients(true);
    try (NDManager scope = network.newScope()) {
      NDArray anchors = forward(scope, batch.anchors(), batch.size());
      NDArray contrastives = forward(scope, batch.contrastives(), batch.size());
      NDArray result = loss.of(anchors, contrastives, batch);
      LibTorch.backward(result);
      return result.getFloat();
    } finally {
      LibTorch.recordGradients(false);
    }
  }

  private NDArray forward(NDManager scope, float[] images, int n) {
    NDArray input = NativeFloats.create(scope, images, ContrastiveNetwork.batchShape(n));
    return network.forward(input, true);
  }

  private void optimise(double learningRate) {
    adam.step(values, gradients, learningRate);
    for (int i = 0; i < weights.size(); i++) {
      NativeFloats.view(weights.get(i)).put(values.get(i));
    }
  }

  /** Copies the gradients and sets them to zero, since the next backward pass adds to them. */
  private void takeGradients() {
    for (int i = 0; i < weights.size(); i++) {
      float[] gradient = gradients.get(i);
      try (NDArray handle = weights.get(i).getGradient()) {
        FloatBuffer view = NativeFloats.view(handle);
        view.get(0, gradient);
        view.put(0, zeros, 0, gradient.length);
      }
    }
  }

  private boolean finiteGradients() {
    return gradients.stream().allMatch(Floats::allFinite);
  }
}
