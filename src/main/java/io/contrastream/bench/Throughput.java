package io.contrastream.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How fast, and at what cost.
 *
 * @param coreMicrosPerImage processor time of the whole process for an image, microseconds
 */
public record Throughput(double imagesPerSecond, double coreMicrosPerImage) {

  public static Throughput median(List<Throughput> rounds) {
    return new Throughput(
        median(rounds, Throughput::imagesPerSecond),
        median(rounds, Throughput::coreMicrosPerImage));
  }

  private static double median(List<Throughput> rounds, ToDoubleFunction<Throughput> figure) {
    return Statistics.median(rounds.stream().mapToDouble(figure).toArray());
  }
}
