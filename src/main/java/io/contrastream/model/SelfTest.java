package io.contrastream.model;

import ai.djl.engine.EngineException;
import io.contrastream.image.Digit;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Runs a model that has just been loaded, before anybody relies on it. */
final class SelfTest {
  private SelfTest() {}

  /**
   * Embeds a blank image and one full of ink.
   *
   * @throws ModelException where libtorch fails, or a number is not finite
   */
  static void run(LoadedModel model, String origin) {
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

  static void embedBlank(LoadedModel model, int images) {
    model.embed(Collections.nCopies(images, new byte[Digit.PIXELS]));
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
