package io.contrastream.trainer;

import io.contrastream.config.TrainingSettings;
import io.contrastream.config.TrainingSettings.Promotion;
import io.contrastream.schema.ActivationCause;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import io.contrastream.topic.checkpoint.CheckpointWriter;
import io.contrastream.topic.checkpoint.ShadowCheckpoint;
import java.time.Duration;
import java.util.Optional;

/**
 * What becomes of candidates that have passed the gate: they are activated, tried in the shadow
 * first, or left to a person. Not thread-safe.
 */
final class Promotions {
  private static final Duration HOLD_INTERVAL = Duration.ofSeconds(5);

  private final TrainingSettings training;
  private final Candidates candidates;
  private final ShadowTrials shadow;
  private Optional<String> hold = Optional.empty();
  private long holdReadNs;

  Promotions(TrainingSettings training, Candidates candidates, ShadowTrials shadow) {
    this.training = training;
    this.candidates = candidates;
    this.shadow = shadow;
  }

  /**
   * Returns why no candidate is to be made at present, or empty if one is. While there is a reason,
   * reads the topic now and then only, not at each step.
   */
  Optional<String> hold(long nowNs) {
    if (hold.isEmpty() || nowNs - holdReadNs >= HOLD_INTERVAL.toNanos()) {
      hold = readHold();
      holdReadNs = nowNs;
    }
    return hold;
  }

  Optional<String> readHold() {
    if (!training.promote().isAutomatic()) {
      return Optional.empty(); // a person promotes
    }
    CheckpointHistory history = candidates.readHistory();
    return history.promotionHeld() ? Optional.of(Candidates.HELD) : shadow.occupant(history);
  }

  /**
   * Refuses a candidate that live pairs would decide about, if another trainer's trial has begun
   * since {@link #hold}: two would end each other.
   */
  Candidates.Judged unlessOccupied(Candidates.Judged judged) {
    return isTried(judged)
        ? shadow.occupant(candidates.history()).map(judged::refused).orElse(judged)
        : judged;
  }

  /** There must be a checkpoint to beat. */
  private boolean isTried(Candidates.Judged judged) {
    return judged.result().passed()
        && training.promote() == Promotion.SHADOW
        && judged.activeId() != null;
  }

  /** Begins the trial of a candidate, if live pairs decide about it. */
  Optional<ShadowCheckpoint> tryInShadow(Candidates.Judged judged) {
    return isTried(judged)
        ? Optional.of(shadow.begin(judged, candidates.history().generation()))
        : Optional.empty();
  }

  /**
   * Publishes a candidate that has passed, and activates it unless that is left to live pairs or a
   * person.
   *
   * @param tried the candidate in the shadow, if live pairs decide
   */
  void publish(
      Candidates.Judged judged, Optional<ShadowCheckpoint> tried, CheckpointWriter writer) {
    writer.publish(judged.record().orElseThrow());
    tried.ifPresent(writer::shadow);
    if (training.promote().isAutomatic() && tried.isEmpty()) {
      String reason = String.join("; ", judged.result().reasons());
      ActiveCheckpoint next = next(judged.checkpointId(), judged.activeId(), reason, writer);
      writer.announce(next.inSpace(judged.spaceId()));
    }
    writer.prune(candidates.history());
  }

  /** Activates a candidate that has passed in the shadow, or deletes it; and ends the shadow. */
  void conclude(ShadowTrials.Verdict verdict, CheckpointWriter writer) {
    CheckpointHistory history = candidates.history();
    ShadowCheckpoint tried = verdict.shadow();
    if (history.shadow().stream().allMatch(it -> it.id().equals(tried.id()))) {
      writer.endShadow(); // also one that the topic has not shown yet
    }
    if (verdict.result().passed()) {
      String reasons = String.join("; ", verdict.result().reasons());
      writer.announce(next(tried.id(), tried.activeId(), tried.reason() + "; " + reasons, writer));
      writer.prune(history);
    } else if (candidates.readHistory().activations().stream() // a person may want it
        .map(ActiveCheckpoint::id)
        .noneMatch(tried.id()::equals)) {
      writer.delete(tried.id());
    }
  }

  private ActiveCheckpoint next(
      String id, String activeId, String reason, CheckpointWriter writer) {
    return writer.next(
        candidates.history(), activeId, id, ActivationCause.PROMOTION, reason, training.name());
  }
}
