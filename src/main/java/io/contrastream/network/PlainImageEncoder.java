package io.contrastream.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.contrastream.checkpoint.Checkpoint;
import java.nio.FloatBuffer;
import java.util.List;

/** The network layer by layer, exactly as it is trained. */
final class PlainImageEncoder extends ImageEncoder {
  private static final float FACTOR =
      1 / (SPEC.normalization().divisor() * SPEC.normalization().deviation());
  private static final float OFFSET =
      -SPEC.normalization().mean() / SPEC.normalization().deviation();

  private final ContrastiveNetwork network;

  PlainImageEncoder(Checkpoint checkpoint) {
    super(checkpoint, MAX_BATCH);
    network = new ContrastiveNetwork(checkpoint);
  }

  @Override
  float[] forward(List<byte[]> images) {
    FloatBuffer pixels = FloatBuffer.allocate(images.size() * INPUT_SIZE);
    write(images, pixels, FACTOR, OFFSET);
    try (NDManager scope = network.newScope()) {
      NDArray input = NativeFloats.create(scope, pixels.array(), network.batchShape(images.size()));
      return NativeFloats.copy(network.forward(input, false));
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
