package io.contrastream.network;

import io.contrastream.image.Digit;
import java.nio.FloatBuffer;
import java.util.List;

/** What both paths share: checks of the input, and batches cut to a size that memory likes. */
abstract class BatchedModel implements LoadedModel {

  /** On a CPU: above it, activations no longer fit the caches and speed falls. */
  static final int MAX_BATCH = 256;

  private final String checkpointId;
  private final int maxBatch;

  BatchedModel(String checkpointId) {
    this(checkpointId, MAX_BATCH);
  }

  BatchedModel(String checkpointId, int maxBatch) {
    this.checkpointId = checkpointId;
    this.maxBatch = maxBatch;
  }

  @Override
  public final String checkpointId() {
    return checkpointId;
  }

  @Override
  public final int dimension() {
    return ContrastiveNetwork.DIMENSION;
  }

  @Override
  public final float[][] embed(List<byte[]> images) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException(
          "A batch to embed holds at least one image, this is empty");
    }
    LibTorch.recordGradients(false);
    float[][] vectors = new float[images.size()][];
    for (int from = 0; from < images.size(); from += maxBatch) {
      List<byte[]> part = images.subList(from, Math.min(images.size(), from + maxBatch));
      float[] flat = forward(part);
      for (int i = 0; i < part.size(); i++) {
        vectors[from + i] = row(flat, i);
      }
    }
    return vectors;
  }

  /**
   * @param images at most as many as fit one batch of this model
   * @return their vectors, one after the other
   */
  abstract float[] forward(List<byte[]> images);

  /** Writes the pixels' values, 0 to 255, times {@code factor} plus {@code offset}. */
  static void write(List<byte[]> images, FloatBuffer out, float factor, float offset) {
    float[] row = new float[Digit.PIXELS];
    for (byte[] pixels : images) {
      requireWhole(pixels);
      for (int i = 0; i < row.length; i++) {
        row[i] = (pixels[i] & 0xff) * factor + offset;
      }
      out.put(row);
    }
  }

  static void requireWhole(byte[] pixels) {
    if (pixels.length != Digit.PIXELS) {
      throw new IllegalArgumentException(
          "An image to embed has %d bytes (28 × 28), not %d"
              .formatted(Digit.PIXELS, pixels.length));
    }
  }

  private static float[] row(float[] flat, int i) {
    float[] vector = new float[ContrastiveNetwork.DIMENSION];
    System.arraycopy(flat, i * vector.length, vector, 0, vector.length);
    return vector;
  }
}
