package io.contrastream.topology.embed;

import io.contrastream.config.ImageFit;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSpec;
import io.contrastream.encoding.Model;
import io.contrastream.encoding.ShadowSlot;
import io.contrastream.schema.Modality;
import io.contrastream.topic.InputRecord;
import io.contrastream.topology.microbatch.BatchFaultException;
import io.contrastream.topology.microbatch.BatchFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Embeds a batch of inputs with the checkpoint that is active when the batch starts, and some of
 * them with the candidate in the shadow, if there is one.
 */
public record EmbedInputs(Supplier<Model> activeModel, ShadowSlot shadow)
    implements BatchFunction<InputRecord, EmbeddedInput> {

  @Override
  public List<EmbeddedInput> apply(List<InputRecord> inputs) {
    try (Model model = activeModel.get()) {
      return new EmbedInShadow(shadow).addTo(embed(model, inputs));
    }
  }

  /**
   * @param inputs at least one, all of the same modality, images with raw pixels of the size that
   *     the encoder takes
   */
  public static List<EmbeddedInput> embed(Model model, List<InputRecord> inputs) {
    float[][] vectors = vectors(model, inputs);
    long now = System.currentTimeMillis();
    List<EmbeddedInput> embedded = new ArrayList<>(vectors.length);
    for (int i = 0; i < vectors.length; i++) {
      embedded.add(
          new EmbeddedInput(inputs.get(i), vectors[i], model.checkpointId(), model.spaceId(), now));
    }
    return embedded;
  }

  /**
   * An input is at fault only if the encoder says so. Every other failure is the engine's, the
   * device's or a bug, and must not cost an input.
   */
  static float[][] vectors(Model model, List<InputRecord> inputs) {
    Modality modality = inputs.get(0).modality();
    try {
      return switch (modality) {
        case IMAGE -> images(model.images(), inputs);
        case CAPTION -> model.captions().embed(inputs.stream().map(InputRecord::caption).toList());
        case SOUND -> model.sounds().embed(inputs.stream().map(InputRecord::sound).toList());
      };
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new BatchFaultException(
          "A batch of %d inputs cannot be embedded: %s".formatted(inputs.size(), e.getMessage()),
          e);
    }
  }

  /** Images have the encoder's size, unless a swap changed it while they were waiting. */
  private static float[][] images(Encoder<byte[]> encoder, List<InputRecord> inputs) {
    EncoderSpec.Input taken = encoder.spec().input();
    return encoder.embed(
        inputs.stream().map(input -> input.pixels(taken, ImageFit.RESIZE)).toList());
  }
}
