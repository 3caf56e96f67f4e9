package io.contrastream.network;

import ai.djl.engine.EngineException;
import io.contrastream.image.Digit;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Runs a model that has just been loaded, before anybody relies on it. */
final class SelfTest {
  private SelfTest() {}

  /**
   * Embeds a blank image and one full of ink, then blank batches of the sizes given. Where that
   * fails, the model is closed: nobody else has it yet.
   *
   * @throws ModelException where libtorch fails, or a number is not finite
   */
  static void run(LoadedModel model, String origin, List<Integer> warmUpBatches) {
    try {
      embedExtremes(model, origin);
      warmUpBatches.forEach(size -> model.embed(Collections.nCopies(size, new byte[Digit.PIXELS])));
    } catch (Throwable e) {
      model.close();
      throw e;
    }
  }

  private static void embedExtremes(LoadedModel model, String origin) {
    byte[] ink = new byte[Digit.PIXELS];
    Arrays.fill(ink, (byte) 0xff);
    try {
      for (float[] vector : model.embed(List.of(new byte[Digit.PIXELS], ink))) {
        requireFinite(vector, origin);
      }
    } catch (EngineException | LinkageError e) {
      throw new ModelException(
          "libtorch can't run this model on this machine (%s): choose the plain path instead of the fast one"
              .formatted(e.getMessage()),
          e);
    }
  }

  private static void requireFinite(float[] vector, String origin) {
    for (float number : vector) {
      if (!Float.isFinite(number)) {
        throw new ModelException(
            "%s gives vectors with NaN or infinite numbers: its weights are out of proportion, take another checkpoint"
                .formatted(origin));
      }
    }
  }
}
