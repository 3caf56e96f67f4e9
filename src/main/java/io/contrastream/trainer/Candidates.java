package io.contrastream.trainer;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.config.Settings;
import io.contrastream.config.TrainingSettings.NewSpace;
import io.contrastream.encoding.ModalityPair;
import io.contrastream.network.ModelException;
import io.contrastream.schema.CheckpointLineage;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import io.contrastream.topic.checkpoint.CheckpointReader;
import io.contrastream.topic.checkpoint.CheckpointRecords;
import io.contrastream.training.Gate;
import io.contrastream.training.GateMetrics;
import io.contrastream.training.GateResult;
import io.contrastream.training.OnlineTrainer;
import io.contrastream.training.Sample;
import io.contrastream.training.SamplePair;
import io.contrastream.training.space.Aligner;
import io.contrastream.training.space.Compatibility;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs candidates through the gate against the checkpoint that is active at that moment. Not
 * thread-safe.
 */
final class Candidates implements AutoCloseable {
  /** The key of the trainer's name in a candidate's metadata. */
  static final String TRAINER = "trainer";

  /** More images hardly change the rotation. */
  private static final int ALIGNED = 3_000;

  private static final String CAVEAT =
      "no trainer made the active checkpoint, so it may have been trained on held-out images and"
          + " look better than it is; if you know that it was, raise gate.loss.margin and set"
          + " gate.gain below 0 until a candidate passes";

  static final String HELD =
      "a person rolled back, which holds promotions until a person activates a checkpoint";

  /**
   * A candidate with the gate's result.
   *
   * @param spaceId the space of its vectors; null if it was not measured
   * @param activeId the checkpoint that it was compared with, or null if there was none
   * @param metrics the candidate's, by name; empty if it was not measured
   * @param record to publish; empty if the candidate was refused
   */
  record Judged(
      String checkpointId,
      String spaceId,
      GateResult result,
      String activeId,
      Map<String, Double> metrics,
      Optional<ModelCheckpoint> record) {

    /** Returns the refusal of a candidate that has passed. */
    Judged refused(String reason) {
      return new Judged(
          checkpointId, spaceId, result.refused(reason), activeId, metrics, Optional.empty());
    }

    static Judged refused(Checkpoint candidate, String reason, String activeId) {
      GateResult refusal = GateResult.refusal(reason);
      return new Judged(candidate.id(), null, refusal, activeId, Map.of(), Optional.empty());
    }
  }

  private final Settings settings;
  private final Gate gate;
  private final Aligner aligner;
  private final CheckpointReader topic;

  /**
   * What candidates are judged by.
   *
   * @param heldOut pairs that were held out from training, by pair of modalities
   * @param replayed images to align candidates with
   */
  record Evidence(Map<ModalityPair, List<SamplePair>> heldOut, List<Sample> replayed) {
    static Evidence of(OnlineTrainer trainer) {
      return new Evidence(trainer.holdOut(), trainer.replayedImages(ALIGNED));
    }
  }

  /** Opens a reader of the checkpoint topic, which must exist. */
  Candidates(Settings settings, Topics topics) {
    this.settings = settings;
    gate = new Gate(settings.gate());
    aligner = new Aligner(settings.gate().compatibility());
    topic =
        new CheckpointReader(
            settings.consumerProperties(), topics.checkpoints(), settings.checkpoints().model());
  }

  /** Returns the content of the topic at the time of this call. */
  CheckpointHistory readHistory() {
    topic.readToEnd(ActiveWeights.READ_TIMEOUT);
    return topic.history();
  }

  /** Returns the content of the topic as of the last reading. */
  CheckpointHistory history() {
    return topic.history();
  }

  ActiveWeights active() {
    return ActiveWeights.find(settings, topic);
  }

  /**
   * Puts a candidate into its space, and measures it, the active checkpoint and the best one on the
   * same pairs. If the active checkpoint can't be read, the candidate is refused, since it might be
   * worse. If another one is activated meanwhile, the candidate is compared with that one: it must
   * not undo a rollback. If a person rolled back meanwhile, it is refused.
   *
   * @param evidence what the candidate is judged by
   * @param parentId the checkpoint that the training began with, or null
   */
  Judged judge(
      Checkpoint candidate, Evidence evidence, String parentId, CheckpointLineage lineage) {
    while (true) {
      ActiveWeights active = active();
      long generation = topic.history().generation();
      Judged judged = judge(candidate, active, evidence, parentId, lineage);
      topic.readToEnd(ActiveWeights.READ_TIMEOUT);
      if (topic.history().generation() == generation) {
        return judged;
      }
      if (settings.training().promote().isAutomatic() && topic.history().promotionHeld()) {
        return Judged.refused(candidate, HELD, topic.history().active().orElseThrow().id());
      }
    }
  }

  private Judged judge(
      Checkpoint candidate,
      ActiveWeights active,
      Evidence evidence,
      String parentId,
      CheckpointLineage lineage) {
    String activeId = active.checkpoint().map(Checkpoint::id).orElse(null);
    if (!active.fault().isEmpty()) {
      return Judged.refused(
          candidate,
          "the active checkpoint can't be read, so there is nothing to compare with (activate a"
              + " readable checkpoint): "
              + active.fault(),
          activeId);
    }
    Aligner.Placed placed;
    try {
      placed = placed(candidate, active, evidence);
    } catch (CheckpointException | ModelException e) {
      return Judged.refused(candidate, e.getMessage(), activeId);
    }
    AtomicReference<ModelCheckpoint> record = new AtomicReference<>();
    GateResult result =
        gate.judge(
            placed.rotated(),
            active.checkpoint(),
            active.best(),
            evidence.heldOut(),
            (model, passed) -> {
              var facts = new CheckpointRecords.Facts(parentId, metrics(passed, placed), lineage);
              String name = settings.checkpoints().model();
              record.set(CheckpointRecords.of(name, placed.rotated(), model, facts));
            });
    GateResult told = active.checkpoint().map(it -> withCaveat(result, it)).orElse(result);
    GateResult decided = active.checkpoint().map(it -> inSpace(told, placed, it)).orElse(told);
    return new Judged(
        placed.rotated().id(),
        placed.rotated().spaceId(),
        decided,
        activeId,
        metrics(result, placed),
        decided.passed() ? Optional.of(record.get()) : Optional.empty());
  }

  private Aligner.Placed placed(Checkpoint candidate, ActiveWeights active, Evidence evidence) {
    return active
        .checkpoint()
        .map(
            it ->
                aligner.place(
                    candidate,
                    it,
                    active.founder(),
                    evidence.replayed(),
                    SamplePair.inputs(evidence.heldOut().values().stream().flatMap(List::stream))))
        .orElseGet(() -> new Aligner.Placed(candidate, Optional.empty(), Optional.empty()));
  }

  private static Map<String, Double> metrics(GateResult result, Aligner.Placed placed) {
    Map<String, Double> metrics = new LinkedHashMap<>(GateResult.byName(result.candidate()));
    placed.fit().map(Compatibility::byName).ifPresent(metrics::putAll);
    placed
        .before()
        .map(Compatibility::byName)
        .ifPresent(
            figures -> figures.forEach((name, value) -> metrics.put(name + ".unrotated", value)));
    return metrics;
  }

  /** Says what a swap to a candidate that has passed means for stored vectors. */
  private GateResult inSpace(GateResult result, Aligner.Placed placed, Checkpoint active) {
    if (!result.passed()) {
      return result;
    }
    String fit = placed.fit().map(it -> ": " + it).orElse("");
    if (placed.rotated().spaceId().equals(active.spaceId())) {
      return result.plusReason("stays in space %s%s".formatted(active.spaceId(), fit));
    }
    return settings.training().newSpace() == NewSpace.REFUSE
        ? result.refused(
            "its vectors can't be compared with those of space %s (gate.compatibility,"
                    .formatted(active.spaceId())
                + " training.new.space)"
                + fit)
        : result.plusReason("begins a new space" + fit);
  }

  /** Trainers hold out the same images; what others trained on is unknown. */
  private static GateResult withCaveat(GateResult result, Checkpoint active) {
    GateMetrics ofActive = result.active().get(ModalityPair.IMAGES);
    GateMetrics ofCandidate = result.candidate().get(ModalityPair.IMAGES);
    boolean looksBetter =
        ofActive != null && ofCandidate != null && ofActive.loss() < ofCandidate.loss();
    return looksBetter && !result.passed() && !active.metadata().containsKey(TRAINER)
        ? result.plusReason(CAVEAT)
        : result;
  }

  /** Returns why a candidate can't be judged, or empty if it can; see {@link Gate#shortage}. */
  Optional<String> shortage(Map<ModalityPair, Integer> heldOut) {
    return gate.shortage(heldOut);
  }

  @Override
  public void close() {
    topic.close();
  }
}
