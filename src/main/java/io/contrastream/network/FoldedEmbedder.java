package io.contrastream.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.pytorch.jni.OneDnnTensors;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.image.Digit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The network in evaluation mode with nothing left that only training needs: two convolutions that
 * take raw pixels and contain the normalisation, in oneDNN's layout, and ReLU after the maximum
 * (the same result from a quarter of the numbers).
 */
final class FoldedEmbedder extends BatchedModel {
  private static final Shape STRIDE = new Shape(1, 1);
  private static final Shape UNPADDED = new Shape(0, 0);
  private static final Shape POOL = new Shape(2, 2);
  private static final long FLAT = 1024;

  /** A thread's pixels on their way into libtorch, which copies them. */
  private static final ThreadLocal<ByteBuffer> PIXELS =
      ThreadLocal.withInitial(() -> direct(MAX_BATCH * Digit.PIXELS));

  private final NDManager manager;
  private final NDArray[] conv1;
  private final NDArray[] conv2;
  private final NDArray[] linear1;
  private final NDArray[] linear2;

  /**
   * @param manager on the CPU; this closes it, also where it fails to build
   */
  FoldedEmbedder(Checkpoint checkpoint, NDManager manager) {
    super(checkpoint.id());
    this.manager = manager;
    try {
      FoldedWeights first = FoldedWeights.normalised(checkpoint, "conv1").forRawPixels();
      conv1 = convolution(first, new Shape(32, 1, 5, 5));
      conv2 = convolution(FoldedWeights.normalised(checkpoint, "conv2"), new Shape(64, 32, 5, 5));
      linear1 = linear(checkpoint, "linear1.0", new Shape(512, FLAT));
      linear2 = linear(checkpoint, "linear1.3", new Shape(ContrastiveNetwork.DIMENSION, 512));
    } catch (Throwable e) {
      manager.close();
      throw e;
    }
  }

  @Override
  float[] forward(List<byte[]> images) {
    ByteBuffer pixels = PIXELS.get();
    write(images, pixels.asFloatBuffer(), 1, 0);
    try (NDManager scope = manager.newSubManager()) {
      NDArray input =
          OneDnnTensors.create(scope, pixels, ContrastiveNetwork.imageShape(images.size()));
      NDArray maps = convolve(convolve(input, conv1), conv2);
      NDArray flat = OneDnnTensors.dense(maps).reshape(images.size(), FLAT);
      NDArray hidden = Activation.relu(apply(flat, linear1));
      return NativeFloats.copy(apply(hidden, linear2));
    }
  }

  @Override
  public void close() {
    manager.close();
  }

  private static NDArray convolve(NDArray maps, NDArray[] layer) {
    NDArray convolved =
        Conv2d.conv2d(maps, layer[0], layer[1], STRIDE, UNPADDED, STRIDE, 1).singletonOrThrow();
    return Activation.relu(Pool.maxPool2d(convolved, POOL, POOL, UNPADDED, false));
  }

  private static NDArray apply(NDArray vectors, NDArray[] layer) {
    NDList result = Linear.linear(vectors, layer[0], layer[1]);
    return result.singletonOrThrow();
  }

  private NDArray[] convolution(FoldedWeights weights, Shape shape) {
    return new NDArray[] {
      oneDnn(weights.weight(), shape), oneDnn(weights.bias(), new Shape(shape.get(0)))
    };
  }

  private NDArray oneDnn(float[] values, Shape shape) {
    ByteBuffer data = direct(values.length);
    data.asFloatBuffer().put(values);
    return OneDnnTensors.create(manager, data, shape);
  }

  private NDArray[] linear(Checkpoint checkpoint, String layer, Shape shape) {
    return new NDArray[] {
      dense(FoldedWeights.floats(checkpoint, layer + ".weight"), shape),
      dense(FoldedWeights.floats(checkpoint, layer + ".bias"), new Shape(shape.get(0)))
    };
  }

  private NDArray dense(float[] values, Shape shape) {
    return NativeFloats.create(manager, values, shape);
  }

  private static ByteBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder());
  }
}
