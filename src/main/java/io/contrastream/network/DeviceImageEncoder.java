package io.contrastream.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.contrastream.checkpoint.Checkpoint;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The folded network in the ordinary layout, on any device: the path for GPUs. Pixels travel as
 * bytes, a quarter of the size of floats, and become floats on the device.
 */
final class DeviceImageEncoder extends ImageEncoder {
  /** A GPU is far from full at the sizes that suit a CPU. */
  private static final int MAX_BATCH = 4096;

  private final FoldedNetwork network;

  /**
   * @param manager on the device; closed by this encoder, and if it can't be built
   */
  DeviceImageEncoder(Checkpoint checkpoint, NDManager manager) {
    super(checkpoint, MAX_BATCH);
    network =
        new FoldedNetwork(
            ImageEncoders.NETWORK, checkpoint, manager, NDManager::create, NDManager::create);
  }

  @Override
  float[] forward(List<byte[]> images) {
    try (NDManager scope = network.newScope()) {
      NDArray bytes =
          scope.create(
              pixels(images),
              ContrastiveNetwork.batchShape(ImageEncoders.NETWORK, images.size()),
              DataType.UINT8);
      NDArray maps = network.convolve(bytes.toType(DataType.FLOAT32, false));
      return network.project(maps).toFloatArray();
    }
  }

  /** Direct, and new each time: on the CPU libtorch keeps using this very memory. */
  private static ByteBuffer pixels(List<byte[]> images) {
    ByteBuffer pixels = ByteBuffer.allocateDirect(images.size() * INPUT_SIZE);
    for (byte[] image : images) {
      requireWhole(image);
      pixels.put(image);
    }
    return pixels.flip();
  }

  @Override
  public void close() {
    network.close();
  }
}
