package io.contrastream.topology;

import io.contrastream.checkpoint.Networks;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSpec;
import java.util.List;
import java.util.function.Supplier;

/**
 * Lends encoders of a checkpoint that a test can swap at any time. A vector is the image's first
 * pixels, rotated by the checkpoint's number, so vectors of different checkpoints differ.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // a single thread writes them
final class SwappingEncoder implements Supplier<Encoder<byte[]>> {
  static final int DIMENSION = Networks.IMAGE.spec().dimension();

  private volatile int checkpoint;
  private volatile int calls;

  void swapTo(int next) {
    checkpoint = next;
  }

  int calls() {
    return calls;
  }

  @Override
  public Encoder<byte[]> get() {
    int current = checkpoint;
    calls++;
    return new Encoder<byte[]>() {
      @Override
      public String checkpointId() {
        return "checkpoint-" + current;
      }

      @Override
      public EncoderSpec spec() {
        return Networks.IMAGE.spec();
      }

      @Override
      public float[][] embed(List<byte[]> images) {
        return images.stream().map(pixels -> vector(pixels, current)).toArray(float[][]::new);
      }

      @Override
      public void close() {}
    };
  }

  private static float[] vector(byte[] pixels, int rotation) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[(i + rotation) % DIMENSION] = pixels[i] & 0xff;
    }
    return vector;
  }
}
