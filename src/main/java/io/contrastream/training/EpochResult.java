package io.contrastream.training;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What an epoch came to.
 *
 * @param epoch from 1
 * @param trainLoss mean over its steps, in training mode
 * @param validation figures of the checkpoint on the images held out
 * @param checkpoint the file that was saved
 * @param duration of the steps, without validation
 */
public record EpochResult(
    int epoch, double trainLoss, EvaluationReport validation, Path checkpoint, Duration duration) {}
