package io.contrastream.training;

/**
 * A step of training on the stream.
 *
 * @param number from 1, counting those that were left out
 * @param pairs of the batch
 * @param loss before the step; NaN where the step was left out, for the loss or a gradient was not
 *     finite
 * @param restored whether the weights went back to the last good ones
 * @param resumable whether {@link OnlineTrainer#state} can be asked for now
 */
public record OnlineStep(
    long number, int pairs, float loss, double learningRate, boolean restored, boolean resumable) {

  /** Whether nothing was learnt. */
  public boolean skipped() {
    return Float.isNaN(loss);
  }
}
