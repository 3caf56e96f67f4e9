package io.contrastream.dashboard;

import io.contrastream.checkpoint.Networks;
import io.contrastream.config.ImageFit;
import io.contrastream.encoding.EncoderSpec;
import io.contrastream.encoding.Modalities;
import io.contrastream.encoding.Model;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.Modality;
import io.contrastream.topic.FloatVector;
import io.contrastream.topic.InputRecord;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ConflictResponse;
import io.javalin.http.ServiceUnavailableResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Embeds with the active model of this process, without Kafka. Any thread may call.
 *
 * @param topics the modalities whose inputs processors read
 * @param fit what happens to images of another size than the encoder takes
 * @param models lend what this process embeds with; empty if it embeds nothing
 */
record ProcessModel(Set<Modality> topics, ImageFit fit, Supplier<Optional<Model>> models) {

  /** Returns the modalities whose inputs this process can get embedded, by itself or by Kafka. */
  Set<Modality> modalities() {
    Set<Modality> modalities = EnumSet.copyOf(topics);
    try (Model model = models.get().orElse(null)) {
      if (model != null) {
        EnumSet.allOf(Modality.class).stream().filter(model::has).forEach(modalities::add);
      }
    }
    return modalities;
  }

  /** Returns what images this process embeds; digits if it embeds nothing. */
  EncoderSpec.Input images() {
    try (Model model = models.get().orElse(null)) {
      return (model == null ? Networks.IMAGE.spec() : model.images().spec()).input();
    }
  }

  /** Throws the response to send if there is no encoder of the input's modality. */
  ImageEmbedding embed(InputRecord input) {
    String name = Modalities.name(input.modality());
    try (Model model = models.get().orElseThrow(() -> embedsNothing(name))) {
      if (!model.has(input.modality())) {
        throw new ConflictResponse(
            "The active checkpoint, %s, has no encoder of %ss; train one with: contrastream fit --modality %s"
                .formatted(model.checkpointId(), name, name));
      }
      return ImageEmbedding.newBuilder()
          .setImageId(input.id())
          .setLabel(input.label())
          .setVector(FloatVector.of(vector(input, model)))
          .setCheckpointId(model.checkpointId())
          .setSpaceId(model.spaceId())
          .setModality(input.modality())
          .build();
    }
  }

  private static ServiceUnavailableResponse embedsNothing(String name) {
    return new ServiceUnavailableResponse(
        "This process embeds no %ss: ask one that runs a processor".formatted(name));
  }

  private float[] vector(InputRecord input, Model model) {
    return switch (input.modality()) {
      case IMAGE -> model.images().embed(List.of(pixels(input, model)))[0];
      case CAPTION -> model.captions().embed(List.of(input.caption()))[0];
      case SOUND -> model.sounds().embed(List.of(input.sound()))[0];
    };
  }

  private byte[] pixels(InputRecord image, Model model) {
    try {
      return image.pixels(model.images().spec().input(), fit);
    } catch (IllegalArgumentException e) {
      throw new BadRequestResponse("The image " + e.getMessage());
    }
  }
}
