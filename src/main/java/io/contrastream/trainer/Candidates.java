package io.contrastream.trainer;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.config.Settings;
import io.contrastream.config.TrainingSettings.Promotion;
import io.contrastream.encoding.ModalityPair;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.CheckpointLineage;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.CheckpointReader;
import io.contrastream.topic.checkpoint.CheckpointRecords;
import io.contrastream.topic.checkpoint.CheckpointWriter;
import io.contrastream.training.Gate;
import io.contrastream.training.GateMetrics;
import io.contrastream.training.GateResult;
import io.contrastream.training.SamplePair;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs candidates through the gate against the checkpoint that is active at that moment, and
 * publishes those that pass. Not thread-safe.
 */
final class Candidates implements AutoCloseable {
  /** The key of the trainer's name in a candidate's metadata. */
  static final String TRAINER = "trainer";

  private static final String CAVEAT =
      "no trainer made the active checkpoint, so it may have been trained on held-out images and"
          + " look better than it is; if you know that it was, raise gate.loss.margin and set"
          + " gate.gain below 0 until a candidate passes";

  private static final String HELD =
      "a person rolled back, which holds promotions until a person activates a checkpoint";

  /**
   * A candidate with the gate's result.
   *
   * @param activeId the checkpoint that it was compared with, or null if there was none
   * @param record to publish; empty if the candidate was refused
   */
  record Judged(
      String checkpointId, GateResult result, String activeId, Optional<ModelCheckpoint> record) {}

  private final Settings settings;
  private final Gate gate;
  private final CheckpointReader topic;

  /** Opens a reader of the checkpoint topic, which must exist. */
  Candidates(Settings settings, Topics topics) {
    this.settings = settings;
    gate = new Gate(settings.gate());
    topic =
        new CheckpointReader(
            settings.consumerProperties(), topics.checkpoints(), settings.checkpoints().model());
  }

  ActiveWeights active() {
    return ActiveWeights.find(settings, topic);
  }

  /**
   * Measures a candidate, the active checkpoint and the best one on the same pairs. If the active
   * checkpoint can't be read, the candidate is refused, since it might be worse. If another one is
   * activated meanwhile, the candidate is compared with that one: it must not undo a rollback. If a
   * person rolled back meanwhile, it is refused.
   *
   * @param parentId the checkpoint that the training began with, or null
   */
  Judged judge(
      Checkpoint candidate,
      Map<ModalityPair, List<SamplePair>> holdOut,
      String parentId,
      CheckpointLineage lineage) {
    while (true) {
      ActiveWeights active = active();
      long generation = topic.history().generation();
      Judged judged = judge(candidate, active, holdOut, parentId, lineage);
      topic.readToEnd(ActiveWeights.READ_TIMEOUT);
      if (topic.history().generation() == generation) {
        return judged;
      }
      if (promotes() && topic.history().promotionHeld()) {
        String activeId = topic.history().active().orElseThrow().id();
        GateResult refusal = GateResult.refusal(HELD);
        return new Judged(candidate.id(), refusal, activeId, Optional.empty());
      }
    }
  }

  private Judged judge(
      Checkpoint candidate,
      ActiveWeights active,
      Map<ModalityPair, List<SamplePair>> holdOut,
      String parentId,
      CheckpointLineage lineage) {
    String activeId = active.checkpoint().map(Checkpoint::id).orElse(null);
    if (!active.fault().isEmpty()) {
      GateResult refusal =
          GateResult.refusal(
              "the active checkpoint can't be read, so there is nothing to compare with (activate a"
                  + " readable checkpoint): "
                  + active.fault());
      return new Judged(candidate.id(), refusal, activeId, Optional.empty());
    }
    AtomicReference<ModelCheckpoint> record = new AtomicReference<>();
    GateResult result =
        gate.judge(
            candidate,
            active.checkpoint(),
            active.best(),
            holdOut,
            (model, passed) -> {
              Map<String, Double> metrics = GateResult.byName(passed.candidate());
              var facts = new CheckpointRecords.Facts(parentId, metrics, lineage);
              String name = settings.checkpoints().model();
              record.set(CheckpointRecords.of(name, candidate, model, facts));
            });
    GateResult told = active.checkpoint().map(it -> withCaveat(result, it)).orElse(result);
    return new Judged(candidate.id(), told, activeId, Optional.ofNullable(record.get()));
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

  /** Returns why no candidate may be promoted at present, or empty if one may. Reads the topic. */
  Optional<String> hold() {
    if (!promotes()) {
      return Optional.empty(); // a person promotes
    }
    topic.readToEnd(ActiveWeights.READ_TIMEOUT);
    return topic.history().promotionHeld() ? Optional.of(HELD) : Optional.empty();
  }

  /** Whether a candidate that passes is activated without a person. */
  boolean promotes() {
    return settings.training().promote() == Promotion.AUTO;
  }

  /** Publishes a candidate that has passed, and activates it unless that is left to a person. */
  void publish(Judged judged, CheckpointWriter writer) {
    writer.publish(judged.record.orElseThrow());
    if (promotes()) {
      writer.announce(
          writer.next(
              topic.history(),
              judged.activeId,
              judged.checkpointId,
              ActivationCause.PROMOTION,
              String.join("; ", judged.result.reasons()),
              settings.training().name()));
    }
    writer.prune(topic.history());
  }

  @Override
  public void close() {
    topic.close();
  }
}
