package io.contrastream.trainer;

import io.contrastream.schema.TrainingEvent;
import io.contrastream.schema.TrainingStep;
import io.contrastream.training.GateMetrics;
import io.contrastream.training.OnlineStep;
import io.contrastream.training.TrainingCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes down what a trainer does, until the next commit takes it along. One thread calls, except
 * where noted.
 */
final class TrainingTelemetry {
  private final String trainer;
  private final List<TrainingStep> records = new ArrayList<>();

  /** Of steps that would be taken, and told of, once more after a kill. */
  private final List<TrainingStep> uncertain = new ArrayList<>();

  private double losses;
  private int steps;
  private long pairs;
  private long sinceNs = System.nanoTime();
  private volatile TrainerProgress progress = TrainerProgress.NONE;

  TrainingTelemetry(String trainer) {
    this.trainer = trainer;
  }

  /** The newest figures. Any thread may ask. */
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

  /** A step was taken or left out. */
  void step(OnlineStep step, TrainingCounts counts) {
    pairs += step.pairs();
    if (step.skipped()) {
      add(
          TrainingEvent.SKIPPED,
          counts,
          "loss or gradients of step %d were not finite".formatted(step.number()));
    } else {
      losses += step.loss();
      steps++;
    }
    if (step.restored()) {
      add(
          TrainingEvent.RESTORED,
          counts,
          "several steps in a row were left out: back to the last good weights");
    }
    progress = progress.with(counts);
  }

  /** Sums up the steps since the last time, at one from which training can be resumed. */
  void sumUp(OnlineStep last, TrainingCounts counts) {
    long nowNs = System.nanoTime();
    double perSecond = pairs * 1e9 / Math.max(1, nowNs - sinceNs);
    Double loss = steps == 0 ? null : losses / steps;
    records.addAll(uncertain);
    uncertain.clear();
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
    boolean passed = judged.verdict().passed();
    records.add(
        record(passed ? TrainingEvent.VERDICT : TrainingEvent.REFUSED, counts)
            .setCheckpointId(judged.checkpoint().id())
            .setActiveId(judged.activeId())
            .setPassed(passed)
            .setHoldOut(judged.verdict().candidate().map(GateMetrics::byName).orElse(Map.of()))
            .setActiveHoldOut(judged.verdict().active().map(GateMetrics::byName).orElse(Map.of()))
            .setReasons(judged.verdict().reasons())
            .build());
    if (promoted) {
      records.add(
          record(TrainingEvent.PROMOTED, counts)
              .setCheckpointId(judged.checkpoint().id())
              .setActiveId(judged.activeId())
              .setReasons(judged.verdict().reasons())
              .build());
    }
    progress = progress.with(judged.verdict(), judged.checkpoint().id());
  }

  /** A candidate was due, and could not be judged. */
  void notJudged(String reason, TrainingCounts counts) {
    records.add(record(TrainingEvent.REFUSED, counts).setReasons(List.of(reason)).build());
    progress = progress.with("no candidate: " + reason);
  }

  /** What is to be committed; after {@link #committed} it is empty. */
  List<TrainingStep> records() {
    return records;
  }

  void committed() {
    records.clear();
  }

  private void add(TrainingEvent kind, TrainingCounts counts, String reason) {
    uncertain.add(record(kind, counts).setReasons(List.of(reason)).build());
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
