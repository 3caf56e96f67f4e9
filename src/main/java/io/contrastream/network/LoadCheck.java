package io.contrastream.network;

import ai.djl.engine.EngineException;
import io.contrastream.encoding.Encoder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Runs an encoder that was just loaded, before it is used. */
final class LoadCheck {
  private LoadCheck() {}

  /**
   * Embeds a blank image and one full of ink, then blank batches; if that fails, closes the
   * encoder.
   *
   * @throws ModelException if libtorch fails, or a number is not finite
   */
  static void run(Encoder<byte[]> encoder, String origin, List<Integer> warmUpBatches) {
    try {
      embedExtremes(encoder, origin);
      warmUpBatches.forEach(
          size -> encoder.embed(Collections.nCopies(size, new byte[BatchingEncoder.INPUT_SIZE])));
    } catch (Throwable e) {
      encoder.close();
      throw e;
    }
  }

  private static void embedExtremes(Encoder<byte[]> encoder, String origin) {
    byte[] ink = new byte[BatchingEncoder.INPUT_SIZE];
    Arrays.fill(ink, (byte) 0xff);
    try {
      for (float[] vector : encoder.embed(List.of(new byte[BatchingEncoder.INPUT_SIZE], ink))) {
        requireFinite(vector, origin);
      }
    } catch (EngineException | LinkageError e) {
      String advice = encoder instanceof FoldedImageEncoder ? ": set model.path=plain" : "";
      throw new ModelException(
          "libtorch can't run this model on this machine (%s)%s".formatted(e.getMessage(), advice),
          e);
    }
  }

  private static void requireFinite(float[] vector, String origin) {
    for (float number : vector) {
      if (!Float.isFinite(number)) {
        throw new ModelException(
            "%s gives vectors with NaN or infinite numbers: its weights are too large, use another checkpoint"
                .formatted(origin));
      }
    }
  }
}
