package io.contrastream.training;

import io.contrastream.encoding.ModalityPair;
import java.util.Set;

/**
 * A step of online training.
 *
 * @param number from 1, counting skipped steps
 * @param pairs number of pairs in the batch
 * @param loss before the step, mean over the pairs of modalities that were trained on; NaN if all
 *     were skipped
 * @param skipped the pairs of modalities left out because their loss or a gradient was not finite
 * @param learningRate of images, or of the others if images are locked
 * @param restored whether the last good weights of a network were restored
 * @param resumable whether {@link OnlineTrainer#state} includes this step
 */
public record OnlineStep(
    long number,
    int pairs,
    float loss,
    Set<ModalityPair> skipped,
    double learningRate,
    boolean restored,
    boolean resumable) {}
