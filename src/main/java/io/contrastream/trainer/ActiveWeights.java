package io.contrastream.trainer;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointDecoder;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.config.ModelSettings;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoint that a candidate must not be worse than.
 *
 * @param checkpoint empty where there is none
 * @param fault why there is none although one is named; empty where none is, or it was read
 */
record ActiveWeights(Optional<Checkpoint> checkpoint, String fault) {
  private static final Logger LOG = LoggerFactory.getLogger(ActiveWeights.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A processor, too, goes so far back to find one that it can use. */
  private static final int TRIES = 10;

  /**
   * Finds what processors embed with: the newest announced checkpoint that can be read, since they
   * refuse what can't and stay with the one before, or else the file of the settings.
   */
  static ActiveWeights find(ModelSettings settings, CheckpointReader topic) {
    topic.readToEnd(PATIENCE);
    String fault = "";
    for (String id : announced(topic)) {
      try {
        return new ActiveWeights(Optional.of(published(id, topic)), "");
      } catch (CheckpointException e) {
        LOG.warn("The announced checkpoint {} can't be read: {}", id, e.getMessage());
        fault = fault.isEmpty() ? e.getMessage() : fault;
      }
    }
    return ofFile(settings, fault);
  }

  private static List<String> announced(CheckpointReader topic) {
    return topic.history().activations().stream()
        .map(ActiveCheckpoint::id)
        .distinct()
        .limit(TRIES)
        .toList();
  }

  private static Checkpoint published(String id, CheckpointReader topic) {
    String origin = "The active checkpoint " + id;
    ModelCheckpoint record =
        topic
            .fetch(id, PATIENCE)
            .orElseThrow(() -> new CheckpointException(origin + " has no weights in the topic"));
    return CheckpointDecoder.decode(record, id, origin);
  }

  private static ActiveWeights ofFile(ModelSettings settings, String fault) {
    Path file;
    try {
      file = new CheckpointFolder(settings.checkpointsDir()).resolve(settings.checkpoint());
    } catch (CheckpointException e) {
      return new ActiveWeights(Optional.empty(), fault); // the settings name none that is there
    }
    try {
      return new ActiveWeights(Optional.of(CheckpointFile.load(file)), "");
    } catch (CheckpointException e) {
      LOG.warn("The checkpoint of the settings can't be read: {}", e.getMessage());
      return new ActiveWeights(Optional.empty(), fault.isEmpty() ? e.getMessage() : fault);
    }
  }
}
