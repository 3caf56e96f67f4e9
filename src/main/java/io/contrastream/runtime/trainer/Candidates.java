package io.contrastream.runtime.trainer;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.checkpoint.Safetensors;
import io.contrastream.config.ForwardPath;
import io.contrastream.config.Settings;
import io.contrastream.config.TrainingSettings.Promotion;
import io.contrastream.image.DigitPair;
import io.contrastream.model.LoadedModel;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointLog;
import io.contrastream.topic.checkpoint.CheckpointRecords;
import io.contrastream.topic.checkpoint.CheckpointWriter;
import io.contrastream.training.Gate;
import io.contrastream.training.Verdict;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes candidates through the gate, against the checkpoint that is active at that moment, and
 * makes their records. One thread calls.
 */
final class Candidates implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Candidates.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * A candidate that has been judged.
   *
   * @param activeId what it was measured against; null where nothing is active
   */
  record Judged(Checkpoint checkpoint, Verdict verdict, String activeId) {}

  private final Settings settings;
  private final Gate gate;
  private final CheckpointLog topic;

  /**
   * @param topics exist
   */
  Candidates(Settings settings, Topics topics) {
    this.settings = settings;
    gate = new Gate(settings.gate());
    topic =
        new CheckpointLog(
            settings.consumerProperties(), topics.checkpoints(), settings.checkpoints().model());
  }

  /**
   * The checkpoint that processors embed with now: the topic's active one, or the file of the
   * settings where the topic names none.
   *
   * @return empty where there is neither, or it can't be read
   */
  Optional<Checkpoint> active() {
    topic.readToEnd(PATIENCE);
    Optional<String> id = topic.history().active().map(ActiveCheckpoint::id);
    try {
      return id.isPresent()
          ? topic.fetch(id.get(), PATIENCE).map(Candidates::decode)
          : Optional.of(fromFile());
    } catch (CheckpointException e) {
      LOG.warn("The active checkpoint can't be read: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static Checkpoint decode(ModelCheckpoint record) {
    ByteBuffer bytes = record.getWeights().getSafetensors().duplicate();
    byte[] file = new byte[bytes.remaining()];
    bytes.get(file);
    return Safetensors.decode(file, "The active checkpoint " + record.getCheckpointId());
  }

  private Checkpoint fromFile() {
    CheckpointFolder folder = new CheckpointFolder(settings.model().checkpointsDir());
    return CheckpointFile.load(folder.resolve(settings.model().checkpoint()));
  }

  /** Measures a candidate and what is active on the same pairs. */
  Judged judge(Checkpoint candidate, List<DigitPair> holdOut) {
    Optional<Checkpoint> active = active();
    Verdict verdict = gate.judge(candidate, active, holdOut);
    return new Judged(candidate, verdict, active.map(Checkpoint::id).orElse(null));
  }

  /** Whether a candidate that has passed is announced at once. */
  boolean promotes() {
    return settings.training().promote() == Promotion.AUTO;
  }

  /** Sends a candidate that has passed, and announces it where it is not left to a person. */
  void publish(Judged judged, CheckpointRecords.Facts facts, CheckpointWriter writer) {
    Checkpoint checkpoint = judged.checkpoint;
    try (LoadedModel model =
        LoadedModel.load(checkpoint, "the candidate", ForwardPath.PLAIN, List.of())) {
      writer.publish(
          CheckpointRecords.of(settings.checkpoints().model(), checkpoint, model, facts));
    }
    if (promotes()) {
      writer.announce(
          writer.next(
              topic.history(),
              checkpoint.id(),
              ActivationCause.PROMOTION,
              String.join("; ", judged.verdict.reasons()),
              settings.training().name()));
    }
    writer.prune(topic.history());
  }

  @Override
  public void close() {
    topic.close();
  }
}
