package io.contrastream.training;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The result of an epoch.
 *
 * @param epoch from 1
 * @param trainLoss mean over the epoch's steps, in training mode
 * @param validation metrics of the checkpoint on the held-out images
 * @param checkpoint the file that was saved
 * @param duration of the steps, without validation
 */
public record EpochResult(
    int epoch, double trainLoss, EvaluationReport validation, Path checkpoint, Duration duration) {}
