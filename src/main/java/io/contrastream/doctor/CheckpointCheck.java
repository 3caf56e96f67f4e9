package io.contrastream.doctor;

import io.contrastream.config.Settings;
import io.contrastream.encoding.Model;
import io.contrastream.network.Models;
import java.util.List;

/** Checks that the checkpoint of the settings loads and embeds. */
record CheckpointCheck(Settings settings) implements Check {

  @Override
  public String remedy(Throwable failure) {
    return FailureRemedy.of(
        failure, "set model.checkpoint to one that contrastream checkpoints list shows");
  }

  @Override
  public List<Outcome> run() {
    try (Model model = Models.load(settings)) {
      return List.of(
          Outcome.ok(
              "model.checkpoint %s (%s) loads and passes its self-test"
                  .formatted(settings.model().checkpoint(), model.checkpointId())));
    }
  }
}
