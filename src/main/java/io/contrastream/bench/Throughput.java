package io.contrastream.bench;

import java.util.List;

/**
 * How fast images were processed, and at what cost.
 *
 * @param coreMicrosPerImage CPU time of the whole process per image, microseconds
 */
public record Throughput(double imagesPerSecond, double coreMicrosPerImage) {

  /** Returns the median of each figure. */
  public static Throughput median(List<Throughput> rounds) {
    return new Throughput(
        Statistics.median(rounds, Throughput::imagesPerSecond),
        Statistics.median(rounds, Throughput::coreMicrosPerImage));
  }
}
