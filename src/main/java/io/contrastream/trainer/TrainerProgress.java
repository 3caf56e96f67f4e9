package io.contrastream.trainer;

import io.contrastream.similarity.ShadowSums;
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
 * @param shadow of the candidate in the shadow on live pairs; no pairs if there is none
 */
public record TrainerProgress(
    TrainingCounts counts,
    Double loss,
    double learningRate,
    double pairsPerSecond,
    int passed,
    int refused,
    String verdict,
    ShadowSums shadow) {}
