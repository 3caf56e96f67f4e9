package io.contrastream.processor.swap;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.checkpoint.EncoderFile;
import io.contrastream.config.ModelSettings;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Model;
import io.contrastream.encoding.ModelSlot;
import io.contrastream.topic.TopicException;
import io.contrastream.topic.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the checkpoint of the settings that a processor starts with, because a rollback of the
 * first announcement returns to it. Only the processor knows for certain which one it uses.
 */
final class FirstCheckpoint {
  private static final Logger LOG = LoggerFactory.getLogger(FirstCheckpoint.class);

  private FirstCheckpoint() {}

  /**
   * Publishes it unless the topic holds it. It is not announced, so that the setting counts until a
   * person or a trainer decides otherwise. If several instances publish at once, they write the
   * same record under the same key. A failure must not keep a processor from embedding.
   */
  static void publish(Settings settings, Topics topics, ModelSlot slot) {
    ModelSettings file = settings.model();
    try (CheckpointAdmin admin = new CheckpointAdmin(settings, topics.checkpoints());
        Model model = slot.acquire()) {
      String id = model.checkpointId();
      if (admin.history().checkpoint(id).isPresent()) {
        return;
      }
      Checkpoint checkpoint = new CheckpointFolder(file.checkpointsDir()).load(file.checkpoint());
      if (checkpoint.id().equals(id)) { // the file was not replaced meanwhile
        checkpoint.file().ifPresent(each -> warnOfOtherFolder(each, file.checkpointsDir()));
        admin.publish(checkpoint, model.images());
      }
    } catch (CheckpointException | TopicException | KafkaException e) {
      LOG.warn(
          "Checkpoint {} could not be published to {}, so no rollback can return to it: {}",
          slot.checkpointId(),
          topics.checkpoints().name(),
          e.getMessage());
    }
  }

  private static void warnOfOtherFolder(EncoderFile file, Path folder) {
    if (!Files.exists(folder.resolve(file.name()))) {
      LOG.warn(
          "{} is not in {} (model.checkpoints.dir), so no rollback and no other instance can load"
              + " it",
          file.path(),
          folder);
    }
  }
}
