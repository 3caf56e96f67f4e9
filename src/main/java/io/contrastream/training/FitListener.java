package io.contrastream.training;

/** Watches a fit, on the thread that fits; what takes long here slows it down. */
public interface FitListener {

  /** Hears nothing. */
  FitListener NONE = new FitListener() {};

  /**
   * One step is done.
   *
   * @param epoch from 1
   * @param step within the epoch, from 1
   * @param pairsPerSecond since the epoch began
   */
  record Progress(int epoch, int epochs, int step, int steps, float loss, double pairsPerSecond) {}

  default void onStep(Progress progress) {}

  default void onEpoch(EpochResult result) {}
}
