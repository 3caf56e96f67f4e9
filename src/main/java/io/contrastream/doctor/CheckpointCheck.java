package io.contrastream.doctor;

import io.contrastream.config.ModelSettings;
import io.contrastream.encoding.Encoder;
import io.contrastream.network.ImageEncoders;
import java.util.List;

/** Checks that the checkpoint of the settings loads and embeds. */
record CheckpointCheck(ModelSettings settings) implements Check {

  @Override
  public String remedy(Throwable failure) {
    return FailureRemedy.of(
        failure, "set model.checkpoint to one that contrastream checkpoints list shows");
  }

  @Override
  public List<Outcome> run() {
    try (Encoder<byte[]> model = ImageEncoders.load(settings, settings.checkpoint(), List.of())) {
      return List.of(
          Outcome.ok(
              "model.checkpoint %s (%s) loads and passes its self-test"
                  .formatted(settings.checkpoint(), model.checkpointId())));
    }
  }
}
