package io.contrastream.network;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSpec;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** What all paths share: the check of the input, and batches cut to a size that memory likes. */
abstract class BatchingEncoder implements Encoder<byte[]> {
  /** On a CPU, activations of larger batches no longer fit into the caches. */
  static final int MAX_BATCH = 256;

  static final EncoderSpec SPEC = ImageEncoders.NETWORK.spec();
  static final int INPUT_SIZE = SPEC.input().size();

  private final String checkpointId;
  private final int maxBatch;

  BatchingEncoder(Checkpoint checkpoint, int maxBatch) {
    this.checkpointId = checkpoint.id();
    this.maxBatch = maxBatch;
  }

  @Override
  public final EncoderSpec spec() {
    return SPEC;
  }

  @Override
  public final String checkpointId() {
    return checkpointId;
  }

  @Override
  public final float[][] embed(List<byte[]> images) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("A batch to embed must hold at least one image");
    }
    LibTorch.recordGradients(false);
    float[][] vectors = new float[images.size()][];
    for (int from = 0; from < images.size(); from += maxBatch) {
      List<byte[]> part = images.subList(from, Math.min(images.size(), from + maxBatch));
      float[] flat = forward(part);
      for (int i = 0; i < part.size(); i++) {
        vectors[from + i] =
            Arrays.copyOfRange(flat, i * SPEC.dimension(), (i + 1) * SPEC.dimension());
      }
    }
    return vectors;
  }

  /** Returns the vectors of at most one batch, one after the other. */
  abstract float[] forward(List<byte[]> images);

  /** Writes the pixels' values, 0 to 255, times {@code factor} plus {@code offset}. */
  static void write(List<byte[]> images, FloatBuffer out, float factor, float offset) {
    float[] row = new float[INPUT_SIZE];
    for (byte[] pixels : images) {
      requireWhole(pixels);
      for (int i = 0; i < row.length; i++) {
        row[i] = (pixels[i] & 0xff) * factor + offset;
      }
      out.put(row);
    }
  }

  static void requireWhole(byte[] pixels) {
    if (pixels.length != INPUT_SIZE) {
      throw new IllegalArgumentException(
          "An image to embed has %d bytes (%s), not %d"
              .formatted(INPUT_SIZE, SPEC.input(), pixels.length));
    }
  }
}
