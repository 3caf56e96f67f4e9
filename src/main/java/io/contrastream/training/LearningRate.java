package io.contrastream.training;

/** The learning rate over the course of a training. */
@FunctionalInterface
public interface LearningRate {

  /**
   * @param step 0 for the first
   */
  double at(long step);

  /** {@code initial}, multiplied by {@code gamma} after every {@code stepSize} epochs. */
  static LearningRate stepped(double initial, double gamma, int stepSize, int stepsPerEpoch) {
    return step -> initial * Math.pow(gamma, step / stepsPerEpoch / stepSize);
  }

  /**
   * From a 25th of {@code peak} up to it over the first 30 % of the steps, then down to a
   * 250,000th, along half waves of a cosine.
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

  /** This one, but at least {@code least}. */
  default LearningRate notBelow(double least) {
    return step -> Math.max(least, at(step));
  }

  private static double halfWave(double from, double to, double progress) {
    return to + (from - to) / 2 * (1 + Math.cos(Math.PI * progress));
  }
}
