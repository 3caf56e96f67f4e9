package io.contrastream.trainer;

import io.contrastream.encoding.ModalityPair;
import io.contrastream.schema.TrainingEvent;
import io.contrastream.schema.TrainingStep;
import io.contrastream.similarity.ShadowSums;
import io.contrastream.topic.checkpoint.ShadowCheckpoint;
import io.contrastream.training.GateResult;
import io.contrastream.training.OnlineStep;
import io.contrastream.training.TrainingCounts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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

  private Double loss;
  private double learningRate;
  private double pairsPerSecond;
  private int passed;
  private int refused;
  private String verdict = "";
  private ShadowSums shadow = ShadowSums.NONE;
  private volatile TrainerProgress progress;

  TrainingTelemetry(String trainer) {
    this.trainer = trainer;
  }

  /** Returns the current progress; null before {@link #started}. */
  TrainerProgress progress() {
    return progress;
  }

  void started(TrainingCounts counts, String checkpointId, String reason) {
    records.add(
        record(TrainingEvent.STARTED, counts)
            .setCheckpointId(checkpointId)
            .setReasons(List.of(reason))
            .build());
    show(counts);
  }

  void step(OnlineStep step, TrainingCounts counts) {
    pairs += step.pairs();
    if (!step.skipped().isEmpty()) {
      add(
          TrainingEvent.SKIPPED,
          counts,
          "the loss or a gradient of step %d was not finite%s"
              .formatted(step.number(), of(step.skipped())));
    }
    if (!Float.isNaN(step.loss())) {
      losses += step.loss();
      steps++;
    }
    if (step.restored()) {
      add(
          TrainingEvent.RESTORED,
          counts,
          "several steps in a row were skipped: restored the last good weights");
    }
    show(counts);
  }

  /** Names the modalities, unless they are images only. */
  private static String of(Set<ModalityPair> skipped) {
    return skipped.equals(Set.of(ModalityPair.IMAGES))
        ? ""
        : skipped.stream()
            .map(ModalityPair::toString)
            .collect(Collectors.joining(", ", " with pairs of ", ""));
  }

  /** Records a summary of the steps since the last one, at a resumable step. */
  void summarise(OnlineStep last, TrainingCounts counts) {
    long nowNs = System.nanoTime();
    loss = steps == 0 ? null : losses / steps;
    learningRate = last.learningRate();
    pairsPerSecond = pairs * 1e9 / Math.max(1, nowNs - sinceNs);
    records.addAll(unconfirmed);
    unconfirmed.clear();
    records.add(
        record(TrainingEvent.STEP, counts)
            .setLoss(loss)
            .setLearningRate(learningRate)
            .setPairsPerSecond(pairsPerSecond)
            .build());
    show(counts);
    losses = 0;
    steps = 0;
    pairs = 0;
    sinceNs = nowNs;
  }

  void judged(Candidates.Judged judged, boolean promoted, TrainingCounts counts) {
    GateResult result = judged.result();
    records.add(
        record(result.passed() ? TrainingEvent.VERDICT : TrainingEvent.REFUSED, counts)
            .setCheckpointId(judged.checkpointId())
            .setSpaceId(judged.spaceId())
            .setActiveId(judged.activeId())
            .setPassed(result.passed())
            .setHoldOut(judged.metrics())
            .setActiveHoldOut(GateResult.byName(result.active()))
            .setReasons(result.reasons())
            .build());
    if (promoted) {
      records.add(
          record(TrainingEvent.PROMOTED, counts)
              .setCheckpointId(judged.checkpointId())
              .setSpaceId(judged.spaceId())
              .setActiveId(judged.activeId())
              .setReasons(result.reasons())
              .build());
    }
    passed += result.passed() ? 1 : 0;
    refused += result.passed() ? 0 : 1;
    verdict =
        "candidate %s %s: %s"
            .formatted(
                judged.checkpointId(),
                result.passed() ? "passed" : "was refused",
                String.join("; ", result.reasons()));
    show(counts);
  }

  /**
   * Records that a candidate is tried on live pairs.
   *
   * @param spaceId of the candidate's vectors
   */
  void shadowed(ShadowCheckpoint shadow, String spaceId, TrainingCounts counts) {
    String what =
        "in the shadow of %s, until %d live pairs with a target have come: a share of %s of the pairs"
            .formatted(shadow.activeId(), shadow.terms().pairs(), shadow.terms().share());
    records.add(
        record(TrainingEvent.SHADOWED, counts)
            .setCheckpointId(shadow.id())
            .setSpaceId(spaceId)
            .setActiveId(shadow.activeId())
            .setReasons(List.of(what))
            .build());
    verdict = "candidate %s is %s".formatted(shadow.id(), what);
    show(counts);
  }

  /** Records what live pairs made of the candidate in the shadow. */
  void concluded(ShadowTrials.Verdict it, TrainingCounts counts) {
    boolean promoted = it.result().passed();
    records.add(
        record(promoted ? TrainingEvent.PROMOTED : TrainingEvent.REFUSED, counts)
            .setCheckpointId(it.shadow().id())
            .setSpaceId(it.spaceId())
            .setActiveId(it.shadow().activeId())
            .setPassed(promoted)
            .setHoldOut(figures(it.sums().meanLoss(), it.sums().pairs()))
            .setActiveHoldOut(figures(it.sums().activeMeanLoss(), it.sums().pairs()))
            .setReasons(it.result().reasons())
            .build());
    refused += promoted ? 0 : 1;
    verdict =
        "candidate %s %s: %s"
            .formatted(
                it.shadow().id(),
                promoted ? "was promoted" : "was refused",
                String.join("; ", it.result().reasons()));
    show(counts);
  }

  /** JSON has no NaN. */
  private static Map<String, Double> figures(double loss, long pairs) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("live.pairs", (double) pairs);
    if (Double.isFinite(loss)) {
      figures.put("live.loss", loss);
    }
    return figures;
  }

  /**
   * @param sums of the candidate in the shadow
   */
  void live(ShadowSums sums, TrainingCounts counts) {
    shadow = sums;
    show(counts);
  }

  void notJudged(String reason, TrainingCounts counts) {
    records.add(record(TrainingEvent.NOT_JUDGED, counts).setReasons(List.of(reason)).build());
    verdict = "not judged yet: " + reason;
    show(counts);
  }

  private void show(TrainingCounts counts) {
    progress =
        new TrainerProgress(
            counts, loss, learningRate, pairsPerSecond, passed, refused, verdict, shadow);
  }

  List<TrainingStep> records() {
    return records;
  }

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
