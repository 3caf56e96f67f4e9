package io.contrastream.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.contrastream.checkpoint.Tensor;
import io.contrastream.network.ContrastiveNetwork;
import io.contrastream.network.LibTorch;
import io.contrastream.network.NativeFloats;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Trains a network, one batch of pairs at a time. On one libtorch thread the result is determined
 * by the initial weights, batches, learning rates and seed. This also holds if a new trainer
 * continues from a copy of the network's checkpoint and of Adam's state.
 *
 * <p>Owns no native memory: the caller closes the network. Not thread-safe, and no other thread may
 * draw random numbers from libtorch while a step runs.
 */
public final class ContrastiveTrainer {
  /** Keeps the steps of neighbouring seeds from using the same random numbers. */
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
   * @param network is trained in place; from now on nothing else may change its weights
   * @param seed of the dropout
   */
  public ContrastiveTrainer(ContrastiveNetwork network, PairLoss loss, Adam adam, long seed) {
    this.network = network;
    this.loss = loss;
    this.adam = adam;
    this.seed = seed;
    weights = Stream.concat(network.trainedWeights().stream(), loss.trained().stream()).toList();
    values = weights.stream().map(NativeFloats::copy).toList();
    gradients = values.stream().map(array -> new float[array.length]).toList();
    zeros = new float[values.stream().mapToInt(array -> array.length).max().orElse(0)];
  }

  /**
   * Takes one step. Anchors and contrastive examples go through the network separately, because
   * together they would share batch statistics.
   *
   * @return the loss before the step, or NaN if the loss or a gradient was not finite; then the
   *     network and the optimiser are unchanged
   */
  public float step(PairBatch batch, double learningRate) {
    return step(
        scope ->
            loss.of(
                forward(scope, batch.anchors(), batch.size()),
                forward(scope, batch.contrastives(), batch.size()),
                batch),
        learningRate);
  }

  /**
   * As {@link #step}, for contrastive examples of another network, which stays as it is.
   *
   * @param batch whose contrastive examples are embeddings, (n, dimension)
   */
  public float stepAgainst(PairBatch batch, double learningRate) {
    int n = batch.size();
    Shape shape = new Shape(n, batch.contrastives().length / n);
    return step(
        scope ->
            loss.of(
                forward(scope, batch.anchors(), n),
                NativeFloats.create(scope, batch.contrastives(), shape),
                batch),
        learningRate);
  }

  private float step(Function<NDManager, NDArray> forward, double learningRate) {
    Map<String, Tensor> statistics = network.statistics();
    LibTorch.seed(seed * SPREAD + adam.steps());
    float result = backward(forward);
    takeGradients();
    if (!Float.isFinite(result) || !finiteGradients()) {
      network.restore(statistics);
      return Float.NaN;
    }
    optimise(learningRate);
    return result;
  }

  private float backward(Function<NDManager, NDArray> forward) {
    LibTorch.recordGradients(true);
    try (NDManager scope = network.newScope()) {
      NDArray result = forward.apply(scope);
      LibTorch.backward(result);
      return result.getFloat();
    } finally {
      LibTorch.recordGradients(false);
    }
  }

  private NDArray forward(NDManager scope, float[] inputs, int n) {
    NDArray input = NativeFloats.create(scope, inputs, network.batchShape(n));
    return network.forward(input, true);
  }

  private void optimise(double learningRate) {
    adam.step(values, gradients, learningRate);
    for (int i = 0; i < weights.size(); i++) {
      NativeFloats.view(weights.get(i)).put(values.get(i));
    }
  }

  /** Copies the gradients and zeroes them, because the next backward pass adds to them. */
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
