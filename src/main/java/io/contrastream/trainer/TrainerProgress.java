package io.contrastream.trainer;

import io.contrastream.training.GateResult;
import io.contrastream.training.TrainingCounts;

/**
 * The progress of a trainer, as shown to people.
 *
 * @param counts since the training began, across restarts
 * @param loss mean over the most recent steps; null before the first
 * @param pairsPerSecond pairs trained on per second, over the most recent steps
 * @param passed candidates that passed the gate since the process started
 * @param refused candidates that were refused since the process started
 * @param verdict the gate's last decision, or why there is none, in a sentence; empty before the
 *     first
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

  TrainerProgress with(GateResult result, String candidate) {
    String text =
        "candidate %s %s: %s"
            .formatted(
                candidate,
                result.passed() ? "passed" : "was refused",
                String.join("; ", result.reasons()));
    return new TrainerProgress(
        counts,
        loss,
        learningRate,
        pairsPerSecond,
        passed + (result.passed() ? 1 : 0),
        refused + (result.passed() ? 0 : 1),
        text);
  }
}
