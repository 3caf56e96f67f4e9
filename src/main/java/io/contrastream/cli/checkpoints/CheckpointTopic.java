package io.contrastream.cli.checkpoints;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.config.ModelSettings;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Encoder;
import io.contrastream.network.ImageEncoders;
import io.contrastream.processor.swap.CheckpointAdmin;
import io.contrastream.schema.ActivationCause;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import io.contrastream.topic.checkpoint.PublishedCheckpoint;
import io.contrastream.topic.registry.SchemaRegistry;
import java.util.List;
import java.util.Optional;

/** The checkpoint topic as commands use it, with the folder of checkpoints beside it. */
final class CheckpointTopic implements AutoCloseable {
  private static final String ID = "[0-9a-f]{4,12}";

  private final Settings settings;
  private final SchemaRegistry registry;
  private final CheckpointAdmin store;

  /**
   * @throws RuntimeException with a message for people where broker, registry or topic are missing
   */
  CheckpointTopic(Settings settings) {
    this.settings = settings;
    TopicSetup.require(settings, settings.topics().checkpoints());
    registry = SchemaRegistry.connect(settings.registry());
    store = new CheckpointAdmin(settings, Topics.of(settings.topics(), registry).checkpoints());
  }

  CheckpointHistory history() {
    return store.history();
  }

  /**
   * @throws CheckpointException where the topic holds no such id
   */
  PublishedCheckpoint find(String id) {
    return store.find(id);
  }

  /** From the topic where it holds that id, else from the folder or a path. */
  Checkpoint load(String reference) {
    return published(reference).map(id -> store.load(id)).orElseGet(() -> folder().load(reference));
  }

  /** The id in the topic; what lies only in a file is published first, once it proved usable. */
  String publish(String reference) {
    return published(reference).orElseGet(() -> publish(folder().load(reference), reference));
  }

  private String publish(Checkpoint checkpoint, String origin) {
    if (store.history().checkpoint(checkpoint.id()).isEmpty()) {
      ModelSettings how = settings.model();
      try (Encoder<byte[]> model =
          ImageEncoders.load(checkpoint, origin, how.path(), how.device(), List.of())) {
        store.publish(checkpoint, model);
      }
    }
    return checkpoint.id();
  }

  ActiveCheckpoint activate(String id, ActivationCause cause, String reason) {
    String by = System.getProperty("user.name") + " on the command line";
    return store.activate(id, cause, reason, by);
  }

  private Optional<String> published(String reference) {
    boolean known =
        reference.matches(ID)
            && store.history().checkpoints().stream().anyMatch(it -> it.id().startsWith(reference));
    return known ? Optional.of(store.find(reference).id()) : Optional.empty();
  }

  private CheckpointFolder folder() {
    return new CheckpointFolder(settings.model().checkpointsDir());
  }

  @Override
  public void close() {
    store.close();
    registry.close();
  }
}
