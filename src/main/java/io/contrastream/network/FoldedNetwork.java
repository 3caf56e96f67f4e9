package io.contrastream.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Layer;
import java.util.ArrayList;
import java.util.List;

/**
 * The network in evaluation mode: convolutions that take raw pixels and contain the normalization,
 * and ReLU after the maximum, which gives the same result from a quarter of the numbers.
 *
 * <p>Threads: any number may run it at once.
 */
final class FoldedNetwork {
  private static final Shape STRIDE = new Shape(1, 1);
  private static final Shape UNPADDED = new Shape(0, 0);
  private static final Shape POOL = new Shape(2, 2);

  /** Moves a layer's weight and bias into native memory, in the layout of one path. */
  @FunctionalInterface
  interface Placement {
    NDList place(FoldedWeights weights, Shape shape);
  }

  /** The weight and bias of each convolution. */
  private final List<NDList> convolutions = new ArrayList<>();

  private final List<NDList> linears = new ArrayList<>();
  private final List<Layer.Linear> linearLayers = ImageEncoders.NETWORK.layers(Layer.Linear.class);

  FoldedNetwork(Checkpoint checkpoint, Placement convolution, Placement linear) {
    for (Layer.Convolution layer : ImageEncoders.NETWORK.layers(Layer.Convolution.class)) {
      FoldedWeights weights = FoldedWeights.normalized(checkpoint, layer);
      convolutions.add(
          convolution.place(
              convolutions.isEmpty() ? weights.forRawPixels() : weights,
              new Shape(layer.out(), layer.in(), layer.kernel(), layer.kernel())));
    }
    for (Layer.Linear layer : linearLayers) {
      linears.add(
          linear.place(
              FoldedWeights.linear(checkpoint, layer), new Shape(layer.out(), layer.in())));
    }
  }

  /**
   * @param images (batch, channels, height, width) float32, 0 to 255
   * @return the maps of the last convolution
   */
  NDArray convolve(NDArray images) {
    NDArray maps = images;
    for (NDList layer : convolutions) {
      NDArray convolved =
          Conv2d.conv2d(maps, layer.get(0), layer.get(1), STRIDE, UNPADDED, STRIDE, 1)
              .singletonOrThrow();
      maps = Activation.relu(Pool.maxPool2d(convolved, POOL, POOL, UNPADDED, false));
    }
    return maps;
  }

  /**
   * @param maps of the last convolution, in the dense layout
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
}
