package io.contrastream.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.OneDnnTensors;
import io.contrastream.checkpoint.Checkpoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The network in evaluation mode without anything that only training needs, in oneDNN's memory
 * layout; see {@link FoldedNetwork}.
 */
final class FoldedImageEncoder extends ImageEncoder {
  /** A thread's pixels on their way into libtorch, which copies them. */
  private static final ThreadLocal<ByteBuffer> PIXELS =
      ThreadLocal.withInitial(() -> direct(MAX_BATCH * INPUT_SIZE));

  private final FoldedNetwork network;

  /**
   * @param manager on the CPU; closed by this encoder, and if it can't be built
   */
  FoldedImageEncoder(Checkpoint checkpoint, NDManager manager) {
    super(checkpoint, MAX_BATCH);
    network =
        new FoldedNetwork(
            ImageEncoders.NETWORK,
            checkpoint,
            manager,
            FoldedImageEncoder::oneDnn,
            NativeFloats::create);
  }

  @Override
  float[] forward(List<byte[]> images) {
    ByteBuffer pixels = PIXELS.get();
    write(images, pixels.asFloatBuffer(), 1, 0);
    try (NDManager scope = network.newScope()) {
      NDArray input =
          OneDnnTensors.create(
              scope, pixels, ContrastiveNetwork.batchShape(ImageEncoders.NETWORK, images.size()));
      NDArray maps = OneDnnTensors.dense(network.convolve(input));
      return NativeFloats.copy(network.project(maps));
    }
  }

  @Override
  public void close() {
    network.close();
  }

  private static NDArray oneDnn(NDManager manager, float[] values, Shape shape) {
    ByteBuffer data = direct(values.length);
    data.asFloatBuffer().put(values);
    return OneDnnTensors.create(manager, data, shape);
  }

  private static ByteBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder());
  }
}
