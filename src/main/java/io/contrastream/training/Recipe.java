package io.contrastream.training;

import io.contrastream.training.FitSettings.Optimisation;
import io.contrastream.training.FitSettings.Schedule;

/** Presets of fit settings. */
public enum Recipe {
  /** Small batches of the given pairs, Adam, a learning rate that is reduced in steps. */
  LESSON(
      new FitSettings(
          14,
          16,
          1000,
          1,
          Loss.PAIR,
          0.1,
          false,
          new Optimisation(0.005, Schedule.STEP, 7, 0.3, 0, 0))),

  /**
   * Distorted images, all combinations in large batches, one cycle of the learning rate, averaged
   * weights: half the loss.
   */
  STRONG(
      new FitSettings(
          16,
          128,
          1000,
          1,
          Loss.ALL_PAIRS,
          0.1,
          true,
          new Optimisation(0.004, Schedule.ONE_CYCLE, 7, 0.3, 1e-4, 0.999)));

  private final FitSettings settings;

  Recipe(FitSettings settings) {
    this.settings = settings;
  }

  public FitSettings settings() {
    return settings;
  }
}
