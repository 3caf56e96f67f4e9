package io.contrastream.cli.checkpoints;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.checkpoint.EncoderFile;
import io.contrastream.config.ModelSettings;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Encoder;
import io.contrastream.network.ImageEncoders;
import io.contrastream.processor.swap.CheckpointAdmin;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The checkpoint topic, with the checkpoints folder as a fallback. */
final class CheckpointTopic implements AutoCloseable {
  private static final String ID_PREFIX = "[0-9a-f]{4,12}";

  private final Settings settings;
  private final SchemaRegistry registry;
  private final CheckpointAdmin admin;

  CheckpointTopic(Settings settings) {
    this.settings = settings;
    TopicSetup.require(settings, settings.topics().checkpoints());
    registry = SchemaRegistry.connect(settings.registry());
    admin = new CheckpointAdmin(settings, Topics.of(settings, registry).checkpoints());
  }

  CheckpointAdmin admin() {
    return admin;
  }

  /** Loads a checkpoint from the topic if it holds that id, otherwise from the folder or a path. */
  Checkpoint load(String reference) {
    return publishedId(reference).map(admin::load).orElseGet(() -> folder().load(reference));
  }

  /** Returns the checkpoint's id in the topic; publishes it if it is only in a file and usable. */
  String publish(String reference) {
    return publishedId(reference).orElseGet(() -> publish(folder().load(reference), reference));
  }

  private String publish(Checkpoint checkpoint, String origin) {
    checkpoint.file().ifPresent(this::requireInFolder);
    boolean known = admin.history().checkpoint(checkpoint.id()).isPresent();
    if (!known || checkpoint.file().isPresent()) { // its file may have another name now
      ModelSettings model = settings.model();
      try (Encoder<byte[]> loaded =
          ImageEncoders.load(checkpoint, origin, model.path(), model.device(), List.of())) {
        admin.publish(checkpoint, loaded);
      }
    }
    return checkpoint.id();
  }

  /** Records name such a file only; instances look for it in their folders. */
  private void requireInFolder(EncoderFile file) {
    Path folder = settings.model().checkpointsDir();
    try {
      EncoderFile.find(
          file.name(), file.kind(), file.sha256(), file.description().yaml(), folder, "The record");
    } catch (CheckpointException e) {
      throw new CheckpointException(
          "Instances could not load %s: %s".formatted(file.path(), e.getMessage()), e);
    }
  }

  /** Returns who announces checkpoints by these commands. */
  static String user() {
    return System.getProperty("user.name") + " on the command line";
  }

  private Optional<String> publishedId(String reference) {
    boolean known =
        reference.matches(ID_PREFIX)
            && admin.history().checkpoints().stream().anyMatch(it -> it.id().startsWith(reference));
    return known ? Optional.of(admin.find(reference).id()) : Optional.empty();
  }

  private CheckpointFolder folder() {
    return new CheckpointFolder(settings.model().checkpointsDir());
  }

  @Override
  public void close() {
    admin.close();
    registry.close();
  }
}
