package io.contrastream.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.image.Digit;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The folded network in the ordinary layout, on whatever device: the path for GPUs. Pixels travel
 * as bytes, a quarter of what floats would take, and become floats there.
 */
final class DeviceEmbedder extends BatchedModel {
  /** A GPU is far from full at the sizes that suit a CPU. */
  private static final int MAX_BATCH = 4096;

  private static final Shape STRIDE = new Shape(1, 1);
  private static final Shape UNPADDED = new Shape(0, 0);
  private static final Shape POOL = new Shape(2, 2);
  private static final long FLAT = 1024;

  private final NDManager manager;
  private final NDList conv1;
  private final NDList conv2;
  private final NDList linear1;
  private final NDList linear2;

  /**
   * @param manager on the device; this closes it, also where it fails to build
   */
  DeviceEmbedder(Checkpoint checkpoint, NDManager manager) {
    super(checkpoint.id(), MAX_BATCH);
    this.manager = manager;
    try {
      FoldedWeights first = FoldedWeights.normalised(checkpoint, "conv1").forRawPixels();
      conv1 = layer(first, new Shape(32, 1, 5, 5));
      conv2 = layer(FoldedWeights.normalised(checkpoint, "conv2"), new Shape(64, 32, 5, 5));
      linear1 = layer(FoldedWeights.linear(checkpoint, "linear1.0"), new Shape(512, FLAT));
      linear2 =
          layer(
              FoldedWeights.linear(checkpoint, "linear1.3"),
              new Shape(ContrastiveNetwork.DIMENSION, 512));
    } catch (Throwable e) {
      manager.close();
      throw e;
    }
  }

  private NDList layer(FoldedWeights weights, Shape shape) {
    return new NDList(
        manager.create(weights.weight(), shape), manager.create(weights.bias(), biasOf(shape)));
  }

  private static Shape biasOf(Shape weight) {
    return new Shape(weight.get(0));
  }

  @Override
  float[] forward(List<byte[]> images) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray bytes =
          scope.create(
              pixels(images), ContrastiveNetwork.imageShape(images.size()), DataType.UINT8);
      NDArray maps = convolve(convolve(bytes.toType(DataType.FLOAT32, false), conv1), conv2);
      NDArray flat = maps.reshape(images.size(), FLAT);
      return apply(Activation.relu(apply(flat, linear1)), linear2).toFloatArray();
    }
  }

  /** Direct, and fresh each time: on the CPU libtorch keeps using this very memory. */
  private static ByteBuffer pixels(List<byte[]> images) {
    ByteBuffer pixels = ByteBuffer.allocateDirect(images.size() * Digit.PIXELS);
    for (byte[] image : images) {
      requireWhole(image);
      pixels.put(image);
    }
    return pixels.flip();
  }

  private static NDArray convolve(NDArray maps, NDList layer) {
    NDList convolved = Conv2d.conv2d(maps, layer.get(0), layer.get(1), STRIDE, UNPADDED, STRIDE, 1);
    return Activation.relu(
        Pool.maxPool2d(convolved.singletonOrThrow(), POOL, POOL, UNPADDED, false));
  }

  private static NDArray apply(NDArray vectors, NDList layer) {
    return Linear.linear(vectors, layer.get(0), layer.get(1)).singletonOrThrow();
  }

  @Override
  public void close() {
    manager.close();
  }
}
