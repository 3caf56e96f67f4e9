package io.contrastream.training;

import io.contrastream.similarity.LossSums;
import io.contrastream.similarity.ShadowSums;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How much lower a candidate's figure is than the active checkpoint's on the same pairs.
 *
 * @param active the active checkpoint's figure, such as the mean loss
 * @param candidate the candidate's
 * @param chance the difference that two equally good checkpoints may well have
 */
record Gain(double active, double candidate, double chance) {
  /**
   * Chance is this many standard errors of the mean difference of a pair: of two equally good
   * checkpoints, one in 44 looks better by more.
   */
  private static final double STANDARD_ERRORS = 2;

  static Gain ofLoss(GateMetrics active, GateMetrics candidate) {
    return new Gain(
        active.loss(), candidate.loss(), chance(active, candidate, LossSums::squaredErrors));
  }

  /** Returns the gain in the loss on live pairs. */
  static Gain ofLiveLoss(ShadowSums sums) {
    return new Gain(sums.activeMeanLoss(), sums.meanLoss(), STANDARD_ERRORS * sums.standardError());
  }

  /** Returns the gain in the share of pairs that are taken for the other sign. */
  static Gain ofErrors(GateMetrics active, GateMetrics candidate) {
    return new Gain(
        1 - active.accuracy(),
        1 - candidate.accuracy(),
        chance(active, candidate, LossSums::correct));
  }

  /** Whether the figure is lower by more than chance and this share of the active one's. */
  boolean exceeds(double share) {
    return active - candidate > share * active + chance;
  }

  /** Whether the figure is higher by more than chance. */
  boolean isLoss() {
    return candidate - active > chance;
  }

  private static double chance(
      GateMetrics active, GateMetrics candidate, ToDoubleFunction<LossSums> figure) {
    double[] differences =
        IntStream.range(0, Math.min(active.each().size(), candidate.each().size()))
            .mapToDouble(
                i ->
                    figure.applyAsDouble(active.each().get(i))
                        - figure.applyAsDouble(candidate.each().get(i)))
            .toArray();
    if (differences.length < 2) {
      return 0;
    }
    double mean = DoubleStream.of(differences).sum() / differences.length;
    double squares = DoubleStream.of(differences).map(it -> (it - mean) * (it - mean)).sum();
    return STANDARD_ERRORS * Math.sqrt(squares / (differences.length - 1) / differences.length);
  }
}
