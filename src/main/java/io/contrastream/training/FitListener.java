package io.contrastream.training;

/** Observes a fit. Called on the training thread, so slow listeners slow down training. */
public interface FitListener {
  FitListener NONE = new FitListener() {};

  /**
   * A finished step.
   *
   * @param epoch from 1
   * @param step within the epoch, from 1
   * @param pairsPerSecond since the start of the epoch
   */
  record Progress(int epoch, int epochs, int step, int steps, float loss, double pairsPerSecond) {}

  default void onStep(Progress progress) {}

  default void onEpoch(EpochResult result) {}
}
