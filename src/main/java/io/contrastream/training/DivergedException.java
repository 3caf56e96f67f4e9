package io.contrastream.training;

/** Training fails again and again, however often it goes back to the last good weights. */
public final class DivergedException extends RuntimeException {
  public DivergedException(long step, int times) {
    super(
        "Training does not come past step %d: loss or gradients were not finite again after going back to the last good weights %d times. Lower training.learning.rate and start again"
            .formatted(step, times));
  }
}
