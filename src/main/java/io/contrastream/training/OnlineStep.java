package io.contrastream.training;

/**
 * A step of online training.
 *
 * @param number from 1, counting skipped steps
 * @param pairs number of pairs in the batch
 * @param loss before the step; NaN if the step was skipped because the loss or a gradient was not
 *     finite
 * @param restored whether the last good weights were restored
 * @param resumable whether {@link OnlineTrainer#state} includes this step
 */
public record OnlineStep(
    long number, int pairs, float loss, double learningRate, boolean restored, boolean resumable) {

  public boolean skipped() {
    return Float.isNaN(loss);
  }
}
