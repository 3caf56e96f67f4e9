package io.contrastream.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import io.contrastream.checkpoint.Architecture;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Layer;
import io.contrastream.encoding.EncoderSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The network in evaluation mode: convolutions that take raw pixels and contain the normalization,
 * and ReLU after the maximum, which gives the same result from a quarter of the numbers. Any number
 * of threads may run it at once, but none while another closes it.
 */
final class FoldedNetwork implements AutoCloseable {
  private static final Shape STRIDE = new Shape(1, 1);
  private static final Shape UNPADDED = new Shape(0, 0);
  private static final Shape POOL = new Shape(2, 2);

  /** Moves numbers into native memory, in the layout of one path. */
  @FunctionalInterface
  interface Placement {
    NDArray place(NDManager manager, float[] values, Shape shape);
  }

  private final NDManager manager;

  /** The weight and bias of each convolution. */
  private final List<NDList> convolutions = new ArrayList<>();

  private final List<NDList> linears = new ArrayList<>();
  private final List<Layer.Linear> linearLayers;

  /**
   * @param manager on the network's device; closed by this network, and if it can't be built
   */
  FoldedNetwork(
      Architecture architecture,
      Checkpoint checkpoint,
      NDManager manager,
      Placement convolution,
      Placement linear) {
    this.manager = manager;
    linearLayers = architecture.layers(Layer.Linear.class);
    EncoderSpec.Normalization input = architecture.spec().normalization();
    try {
      for (Layer.Convolution layer : architecture.layers(Layer.Convolution.class)) {
        FoldedWeights weights = FoldedWeights.normalized(checkpoint, layer);
        convolutions.add(
            placed(
                convolutions.isEmpty() ? weights.forRawInput(input) : weights,
                new Shape(layer.out(), layer.in(), layer.kernel(), layer.kernel()),
                convolution));
      }
      for (Layer.Linear layer : linearLayers) {
        FoldedWeights weights = FoldedWeights.linear(checkpoint, layer);
        linears.add(placed(weights, new Shape(layer.out(), layer.in()), linear));
      }
    } catch (Throwable e) {
      manager.close();
      throw e;
    }
  }

  private NDList placed(FoldedWeights weights, Shape shape, Placement placement) {
    return new NDList(
        placement.place(manager, weights.weight(), shape),
        placement.place(manager, weights.bias(), new Shape(shape.get(0))));
  }

  /** Returns a manager for the tensors of one pass, to be closed after it. */
  NDManager newScope() {
    return manager.newSubManager();
  }

  /**
   * @param inputs (batch, channels, height, width) float32, before normalization; pixels are 0 to
   *     255
   * @return the maps of the last convolution
   */
  NDArray convolve(NDArray inputs) {
    NDArray maps = inputs;
    for (NDList layer : convolutions) {
      NDArray convolved =
          Conv2d.conv2d(maps, layer.get(0), layer.get(1), STRIDE, UNPADDED, STRIDE, 1)
              .singletonOrThrow();
      maps = Activation.relu(Pool.maxPool2d(convolved, POOL, POOL, UNPADDED, false));
    }
    return maps;
  }

  /**
   * Returns the mean and the maximum of each row over time, as {@link Layer.TimePool} says.
   *
   * @param maps (batch, maps, rows, time)
   */
  static NDArray pooledOverTime(NDArray maps) {
    int[] time = {3};
    NDList halves = new NDList(maps.mean(time), maps.max(time));
    return NDArrays.concat(halves, 1).reshape(maps.getShape().get(0), -1);
  }

  /**
   * @param maps what the linear layers take, in the dense layout
   * @return (batch, dimension) float32
   */
  NDArray project(NDArray maps) {
    NDArray vectors = maps.reshape(maps.getShape().get(0), linearLayers.get(0).in());
    for (int i = 0; i < linears.size(); i++) {
      NDList layer = linears.get(i);
      vectors = Linear.linear(vectors, layer.get(0), layer.get(1)).singletonOrThrow();
      vectors = linearLayers.get(i).activated() ? Activation.relu(vectors) : vectors;
    }
    return vectors;
  }

  @Override
  public void close() {
    manager.close();
  }
}
