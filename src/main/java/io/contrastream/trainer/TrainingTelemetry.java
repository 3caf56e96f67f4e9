package io.contrastream.trainer;

import io.contrastream.schema.TrainingEvent;
import io.contrastream.schema.TrainingStep;
import io.contrastream.training.GateMetrics;
import io.contrastream.training.GateResult;
import io.contrastream.training.OnlineStep;
import io.contrastream.training.TrainingCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Collects telemetry records until the next commit writes them. Only {@link #progress} is
 * thread-safe.
 */
final class TrainingTelemetry {
  private final String trainer;
  private final List<TrainingStep> records = new ArrayList<>();

  /** Records of steps since the last resumable one, which are repeated after a crash. */
  private final List<TrainingStep> unconfirmed = new ArrayList<>();

  private double losses;
  private int steps;
  private long pairs;
  private long sinceNs = System.nanoTime();
  private volatile TrainerProgress progress = TrainerProgress.NONE;

  TrainingTelemetry(String trainer) {
    this.trainer = trainer;
  }

  /** Returns the current progress. Thread-safe. */
  TrainerProgress progress() {
    return progress;
  }

  void started(TrainingCounts counts, String checkpointId, String reason) {
    progress = progress.with(counts);
    records.add(
        record(TrainingEvent.STARTED, counts)
            .setCheckpointId(checkpointId)
            .setReasons(List.of(reason))
            .build());
  }

  /** Records a step, taken or skipped. */
  void step(OnlineStep step, TrainingCounts counts) {
    pairs += step.pairs();
    if (step.skipped()) {
      add(
          TrainingEvent.SKIPPED,
          counts,
          "the loss or a gradient of step %d was not finite".formatted(step.number()));
    } else {
      losses += step.loss();
      steps++;
    }
    if (step.restored()) {
      add(
          TrainingEvent.RESTORED,
          counts,
          "several steps in a row were skipped: restored the last good weights");
    }
    progress = progress.with(counts);
  }

  /** Records a summary of the steps since the last one, at a resumable step. */
  void summarise(OnlineStep last, TrainingCounts counts) {
    long nowNs = System.nanoTime();
    double perSecond = pairs * 1e9 / Math.max(1, nowNs - sinceNs);
    Double loss = steps == 0 ? null : losses / steps;
    records.addAll(unconfirmed);
    unconfirmed.clear();
    records.add(
        record(TrainingEvent.STEP, counts)
            .setLoss(loss)
            .setLearningRate(last.learningRate())
            .setPairsPerSecond(perSecond)
            .build());
    progress = progress.with(loss, last.learningRate(), perSecond);
    losses = 0;
    steps = 0;
    pairs = 0;
    sinceNs = nowNs;
  }

  void judged(Candidates.Judged judged, boolean promoted, TrainingCounts counts) {
    GateResult result = judged.result();
    boolean passed = result.passed();
    records.add(
        record(passed ? TrainingEvent.VERDICT : TrainingEvent.REFUSED, counts)
            .setCheckpointId(judged.checkpointId())
            .setActiveId(judged.activeId())
            .setPassed(passed)
            .setHoldOut(result.candidate().map(GateMetrics::byName).orElse(Map.of()))
            .setActiveHoldOut(result.active().map(GateMetrics::byName).orElse(Map.of()))
            .setReasons(result.reasons())
            .build());
    if (promoted) {
      records.add(
          record(TrainingEvent.PROMOTED, counts)
              .setCheckpointId(judged.checkpointId())
              .setActiveId(judged.activeId())
              .setReasons(result.reasons())
              .build());
    }
    progress = progress.with(result, judged.checkpointId());
  }

  /** Records that a candidate was due but could not be judged. */
  void notJudged(String reason, TrainingCounts counts) {
    records.add(record(TrainingEvent.REFUSED, counts).setReasons(List.of(reason)).build());
    progress = progress.with("no candidate: " + reason);
  }

  /** Returns the records to commit. */
  List<TrainingStep> records() {
    return records;
  }

  /** Forgets the records that were committed. */
  void committed() {
    records.clear();
  }

  private void add(TrainingEvent kind, TrainingCounts counts, String reason) {
    unconfirmed.add(record(kind, counts).setReasons(List.of(reason)).build());
  }

  private TrainingStep.Builder record(TrainingEvent kind, TrainingCounts counts) {
    return TrainingStep.newBuilder()
        .setTrainerId(trainer)
        .setKind(kind)
        .setAtMs(System.currentTimeMillis())
        .setStep(counts.steps())
        .setPairs(counts.pairs())
        .setSkipped(counts.skipped());
  }
}
