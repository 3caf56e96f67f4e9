package io.contrastream.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How fast, and at what cost.
 *
 * @param coreMicrosPerImage processor time of the whole process for an image, microseconds
 */
public record Rate(double imagesPerSecond, double coreMicrosPerImage) {

  static Rate median(List<Rate> rounds) {
    return new Rate(
        median(rounds, Rate::imagesPerSecond), median(rounds, Rate::coreMicrosPerImage));
  }

  private static double median(List<Rate> rounds, ToDoubleFunction<Rate> figure) {
    return Statistics.median(rounds.stream().mapToDouble(figure).toArray());
  }
}
