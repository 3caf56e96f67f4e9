package io.contrastream.trainer;

import io.contrastream.training.GateResult;
import io.contrastream.training.TrainingCounts;

/**
 * How far a trainer is, for people.
 *
 * @param counts since the training began, over all restarts
 * @param loss mean of the last few steps; null before the first
 * @param pairsPerSecond trained on lately
 * @param passed candidates that the gate let in since the process was started
 * @param refused candidates that it did not
 * @param verdict the last one, or why there is none, in a sentence; empty before the first
 */
public record TrainerProgress(
    TrainingCounts counts,
    Double loss,
    double learningRate,
    double pairsPerSecond,
    int passed,
    int refused,
    String verdict) {

  static final TrainerProgress NONE =
      new TrainerProgress(new TrainingCounts(0, 0, 0, 0, 0), null, 0, 0, 0, 0, "");

  TrainerProgress with(TrainingCounts newCounts) {
    return new TrainerProgress(
        newCounts, loss, learningRate, pairsPerSecond, passed, refused, verdict);
  }

  TrainerProgress with(Double newLoss, double newRate, double newPairsPerSecond) {
    return new TrainerProgress(
        counts, newLoss, newRate, newPairsPerSecond, passed, refused, verdict);
  }

  TrainerProgress with(String newVerdict) {
    return new TrainerProgress(
        counts, loss, learningRate, pairsPerSecond, passed, refused, newVerdict);
  }

  TrainerProgress with(GateResult judged, String candidate) {
    String text =
        "candidate %s %s: %s"
            .formatted(
                candidate,
                judged.passed() ? "passed" : "was refused",
                String.join("; ", judged.reasons()));
    return new TrainerProgress(
        counts,
        loss,
        learningRate,
        pairsPerSecond,
        passed + (judged.passed() ? 1 : 0),
        refused + (judged.passed() ? 0 : 1),
        text);
  }
}
