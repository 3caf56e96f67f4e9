package io.contrastream.trainer;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointDecoder;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.checkpoint.Networks;
import io.contrastream.config.ModelSettings;
import io.contrastream.config.Settings;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.schema.Modality;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointReader;
import io.contrastream.topic.checkpoint.PublishedCheckpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The weights of the active checkpoint, which a new trainer starts from and candidates are compared
 * with.
 *
 * @param checkpoint empty if there is none
 * @param founder the first of its space, if that is another and can be read
 * @param best the best of those activated before; empty if it is the active one or unknown
 * @param fault why the active checkpoint can't be read; empty if it was read or there is none
 */
record ActiveWeights(
    Optional<Checkpoint> checkpoint,
    Optional<Checkpoint> founder,
    Optional<Checkpoint> best,
    String fault) {
  private static final Logger LOG = LoggerFactory.getLogger(ActiveWeights.class);
  static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

  /** Processors go back as many announcements to find a checkpoint that they can use. */
  private static final int MAX_ACTIVATIONS = 10;

  /**
   * Finds the weights that processors embed with: the last activated checkpoint that can be read
   * and has an encoder for each modality, because processors refuse others and keep the one before;
   * if there is none, the file named in the settings. If that has not all encoders either, they are
   * about to be learnt, and the last one that can be read counts.
   *
   * @throws StartupException if they embed with a model of a user's own
   */
  static ActiveWeights find(Settings settings, CheckpointReader topic) {
    topic.readToEnd(READ_TIMEOUT);
    String fault = "";
    Optional<ActiveWeights> incomplete = Optional.empty();
    List<String> activated =
        topic.history().activations().stream()
            .map(ActiveCheckpoint::id)
            .distinct()
            .limit(MAX_ACTIVATIONS)
            .toList();
    for (String id : activated) {
      try {
        Checkpoint active = published(id, topic);
        ActiveWeights found =
            new ActiveWeights(
                Optional.of(active), founder(active, settings, topic), best(id, topic), "");
        if (found.hasEncodersOf(settings.modalities())) {
          return found;
        }
        incomplete = incomplete.or(() -> Optional.of(found));
      } catch (CheckpointException e) {
        LOG.warn("The activated checkpoint {} can't be read: {}", id, e.getMessage());
        fault = fault.isEmpty() ? e.getMessage() : fault;
      }
    }
    ActiveWeights file = ofFile(settings.model(), fault);
    return incomplete.isEmpty() || file.hasEncodersOf(settings.modalities())
        ? file
        : incomplete.get();
  }

  /** Looks in the topic, and for a space that began with a file there, too. */
  private static Optional<Checkpoint> founder(
      Checkpoint active, Settings settings, CheckpointReader topic) {
    String id = active.spaceId();
    if (id.equals(active.id())) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          topic.history().checkpoint(id).isPresent()
              ? published(id, topic)
              : new CheckpointFolder(settings.model().checkpointsDir()).load(id));
    } catch (CheckpointException e) {
      LOG.debug(
          "Candidates are compared with the vectors of the active checkpoint, not with the first"
              + " ones of its space {}: {}",
          id,
          e.getMessage());
      return Optional.empty();
    }
  }

  private boolean hasEncodersOf(Set<Modality> modalities) {
    return checkpoint.isPresent()
        && modalities.stream().allMatch(each -> Networks.has(checkpoint.get(), each));
  }

  /** By {@link CheckpointRanking}; of equal ones, the newer one. */
  private static Optional<Checkpoint> best(String activeId, CheckpointReader topic) {
    Optional<String> best =
        topic.history().proven().stream()
            .filter(each -> CheckpointRanking.isMeasured(each.metrics()))
            .reduce((a, b) -> CheckpointRanking.isBetter(a.metrics(), b.metrics()) ? a : b)
            .map(PublishedCheckpoint::id)
            .filter(id -> !id.equals(activeId));
    try {
      return best.map(id -> published(id, topic));
    } catch (CheckpointException e) {
      LOG.warn("Candidates are compared with the active checkpoint only: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static Checkpoint published(String id, CheckpointReader topic) {
    String origin = "The activated checkpoint " + id;
    ModelCheckpoint record =
        topic
            .fetch(id, READ_TIMEOUT)
            .orElseThrow(() -> new CheckpointException(origin + " has no weights in the topic"));
    if (record.getWeights().getFile() != null) {
      throw foreign(origin);
    }
    Checkpoint checkpoint = CheckpointDecoder.tensors(record, id, origin);
    Networks.check(checkpoint, origin);
    return checkpoint;
  }

  private static StartupException foreign(String origin) {
    return new StartupException(
        origin
            + " is a model of your own, which only embeds: training needs one of this program's"
            + " networks (contrastream checkpoints activate, or model.checkpoint)");
  }

  private static ActiveWeights ofFile(ModelSettings settings, String fault) {
    Path file;
    try {
      file = new CheckpointFolder(settings.checkpointsDir()).resolve(settings.checkpoint());
    } catch (CheckpointException e) {
      return none(fault); // the settings name no existing file
    }
    try {
      Checkpoint checkpoint = CheckpointFile.load(file);
      if (checkpoint.file().isPresent()) {
        throw foreign("The checkpoint " + file);
      }
      return new ActiveWeights(Optional.of(checkpoint), Optional.empty(), Optional.empty(), "");
    } catch (CheckpointException e) {
      LOG.warn("The checkpoint named in the settings can't be read: {}", e.getMessage());
      return none(fault.isEmpty() ? e.getMessage() : fault);
    }
  }

  private static ActiveWeights none(String fault) {
    return new ActiveWeights(Optional.empty(), Optional.empty(), Optional.empty(), fault);
  }
}
