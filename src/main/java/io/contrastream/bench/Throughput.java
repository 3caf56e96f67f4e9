package io.contrastream.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * How fast images were processed (in training, pairs), and at what cost.
 *
 * @param perSecond images per second
 * @param coreMicros CPU time of the whole process per image, microseconds
 */
public record Throughput(
    @JsonProperty("imagesPerSecond") double perSecond,
    @JsonProperty("coreMicrosPerImage") double coreMicros) {

  /** Returns the median of each figure. */
  public static Throughput median(List<Throughput> rounds) {
    return new Throughput(
        Statistics.median(rounds, Throughput::perSecond),
        Statistics.median(rounds, Throughput::coreMicros));
  }
}
