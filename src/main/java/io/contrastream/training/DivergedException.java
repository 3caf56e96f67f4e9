package io.contrastream.training;

/** Training keeps failing, even after the last good weights were restored several times. */
public final class DivergedException extends RuntimeException {
  public DivergedException(long step, int times) {
    super(
        "Training can't get past step %d: the loss or a gradient was not finite, even after the last good weights were restored %d times. Lower training.learning.rate and start again"
            .formatted(step, times));
  }
}
