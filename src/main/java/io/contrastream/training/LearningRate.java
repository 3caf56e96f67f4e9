package io.contrastream.training;

/** The learning rate as a function of the step. */
@FunctionalInterface
public interface LearningRate {

  /** Steps count from 0. */
  double at(long step);

  /**
   * Starts at {@code initial} and multiplies by {@code gamma} after every {@code stepSize} epochs.
   */
  static LearningRate stepped(double initial, double gamma, int stepSize, int stepsPerEpoch) {
    return step -> initial * Math.pow(gamma, Math.floorDiv(step / stepsPerEpoch, stepSize));
  }

  /**
   * Rises from 1/25 of {@code peak} to the peak over the first 30 % of the steps, then falls to
   * 1/250,000 of it, both along a half wave of the cosine. Like PyTorch's OneCycleLR.
   */
  static LearningRate oneCycle(double peak, long steps) {
    double start = peak / 25;
    double end = start / 10_000;
    double top = 0.3 * steps - 1;
    double last = steps - 1;
    return step ->
        step <= top
            ? halfWave(start, peak, step / top)
            : halfWave(peak, end, Math.min(1, (step - top) / (last - top)));
  }

  private static double halfWave(double from, double to, double progress) {
    return to + (from - to) / 2 * (1 + Math.cos(Math.PI * progress));
  }
}
