package io.contrastream.bench.pipeline;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.config.ModelSettings;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Model;
import io.contrastream.network.Models;
import io.contrastream.processor.swap.CheckpointAdmin;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.ShadowCheckpoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Puts a candidate into the shadow. It has the active weights: others cost the same. */
final class BenchShadow {
  private static final Duration LONGEST_RUN = Duration.ofHours(1);

  private BenchShadow() {}

  static void begin(Settings settings, Topics topics, double share) {
    ModelSettings file = settings.model();
    Checkpoint checkpoint = new CheckpointFolder(file.checkpointsDir()).load(file.checkpoint());
    String id = checkpoint.id();
    var terms =
        new ShadowCheckpoint.Terms(share, 0, System.currentTimeMillis() + LONGEST_RUN.toMillis());
    try (CheckpointAdmin admin = new CheckpointAdmin(settings, topics.checkpoints());
        Model model = Models.load(settings)) {
      admin.publish(checkpoint, model.images());
      admin.shadow(
          new ShadowCheckpoint(id, id, 0, terms, "bench", "", List.of(), Optional.empty()));
    }
  }
}
