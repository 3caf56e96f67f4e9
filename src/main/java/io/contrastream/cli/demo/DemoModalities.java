package io.contrastream.cli.demo;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Networks;
import io.contrastream.cli.options.NamedCheckpoint;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Modalities;
import io.contrastream.processor.swap.CheckpointAdmin;
import io.contrastream.schema.Modality;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import io.contrastream.topic.checkpoint.PublishedCheckpoint;
import io.contrastream.topic.registry.SchemaRegistry;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which modalities a demo shows by default: all that its first checkpoint has encoders of. */
final class DemoModalities {
  private DemoModalities() {}

  /**
   * Returns the setting of a demo with these topics, which must exist. A checkpoint that is active
   * in them comes before the one of the settings, as it does for the processor.
   */
  static String suggested(Settings settings) {
    Optional<PublishedCheckpoint> active = active(settings);
    if (active.isPresent()) {
      return setting(each -> active.get().hasEncodersOf(Set.of(each)));
    }
    Checkpoint file = NamedCheckpoint.find(settings, settings.model().checkpoint()).checkpoint();
    return setting(each -> Networks.has(file, each));
  }

  private static Optional<PublishedCheckpoint> active(Settings settings) {
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        CheckpointAdmin admin =
            new CheckpointAdmin(settings, Topics.of(settings, registry).checkpoints())) {
      CheckpointHistory history = admin.history();
      return history.active().flatMap(each -> history.checkpoint(each.id()));
    }
  }

  private static String setting(Predicate<Modality> shown) {
    return "modalities="
        + Arrays.stream(Modality.values())
            .filter(shown)
            .map(Modalities::name)
            .collect(Collectors.joining(","));
  }
}
