package io.contrastream.network;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.encoding.EncoderSpec;
import java.nio.FloatBuffer;
import java.util.List;

/** What the encoders of images share: the check of the pixels, and their way into libtorch. */
abstract class ImageEncoder extends BatchingEncoder<byte[]> {
  static final EncoderSpec SPEC = ImageEncoders.NETWORK.spec();
  static final int INPUT_SIZE = SPEC.input().size();

  ImageEncoder(Checkpoint checkpoint, int maxBatch) {
    super(ImageEncoders.NETWORK, checkpoint, maxBatch);
  }

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
