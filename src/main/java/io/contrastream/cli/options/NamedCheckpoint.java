package io.contrastream.cli.options;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.config.Settings;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.processor.swap.CheckpointAdmin;
import io.contrastream.topic.BrokerUnavailableException;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.registry.RegistryUnavailableException;
import io.contrastream.topic.registry.SchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A checkpoint that a person named: a file or, if there is none, one of the checkpoint topic.
 *
 * @param name what a copy of it may be called
 * @param origin the path of the file, or the topic
 */
public record NamedCheckpoint(Checkpoint checkpoint, String name, String origin) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /**
   * Finds a checkpoint by path, name or the first digits of its id. Kafka is asked about an id that
   * no file has.
   *
   * @throws CheckpointException if the reference is unknown or ambiguous
   */
  public static NamedCheckpoint find(Settings settings, String reference) {
    CheckpointFolder folder = new CheckpointFolder(settings.model().checkpointsDir());
    Optional<Path> found = folder.find(reference);
    if (found.isEmpty() && CheckpointFolder.isId(reference)) {
      return published(settings, folder, reference);
    }
    Path file = found.orElseGet(() -> folder.resolve(reference)); // which says what there is
    return new NamedCheckpoint(
        CheckpointFile.load(file), CheckpointFile.nameOf(file), file.toString());
  }

  /**
   * Loads the active checkpoint of the topic.
   *
   * @throws CheckpointException if none is active
   */
  static NamedCheckpoint active(Settings settings, Topics topics) {
    String topic = settings.topics().checkpoints();
    TopicSetup.require(settings, TIMEOUT, List.of(topic));
    try (CheckpointAdmin admin = new CheckpointAdmin(settings, topics.checkpoints(), TIMEOUT)) {
      String id =
          admin
              .history()
              .active()
              .map(ActiveCheckpoint::id)
              .orElseThrow(
                  () ->
                      new CheckpointException(
                          "No checkpoint is active in the topic %s: start a processor, or name one"
                                  .formatted(topic)
                              + " with --checkpoint"));
      return new NamedCheckpoint(admin.load(id), id, "topic " + topic);
    }
  }

  private static NamedCheckpoint published(
      Settings settings, CheckpointFolder folder, String reference) {
    String topic = settings.topics().checkpoints();
    try {
      TopicSetup.require(settings, TIMEOUT, List.of(topic));
      try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
          CheckpointAdmin admin =
              new CheckpointAdmin(settings, Topics.of(settings, registry).checkpoints(), TIMEOUT)) {
        String id = admin.find(reference).id();
        return new NamedCheckpoint(admin.load(id), id, "topic " + topic);
      }
    } catch (BrokerUnavailableException
        | RegistryUnavailableException
        | StartupException
        | CheckpointException e) {
      throw new CheckpointException(
          "No file in %s has checkpoint %s. %s".formatted(folder.path(), reference, e.getMessage()),
          e);
    }
  }
}
