package io.contrastream.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.image.Digit;
import java.nio.FloatBuffer;
import java.util.List;

/** Runs the network layer by layer, exactly as it is trained. */
final class PlainEmbedder extends BatchedModel {
  private final ContrastiveNetwork network;

  PlainEmbedder(Checkpoint checkpoint) {
    super(checkpoint.id());
    network = new ContrastiveNetwork(checkpoint);
  }

  @Override
  float[] forward(List<byte[]> images) {
    FloatBuffer pixels = FloatBuffer.allocate(images.size() * Digit.PIXELS);
    write(images, pixels, 1 / 127.5f, -1);
    try (NDManager scope = network.newScope()) {
      NDArray input =
          NativeFloats.create(scope, pixels.array(), ContrastiveNetwork.imageShape(images.size()));
      return NativeFloats.copy(network.forward(input, false));
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
