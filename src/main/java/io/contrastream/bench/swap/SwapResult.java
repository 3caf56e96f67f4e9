package io.contrastream.bench.swap;

import io.contrastream.bench.Latency;

/**
 * What swapping checkpoints under full load costs, and whether every record came out right.
 *
 * @param swaps that the processor made
 * @param images that went in, two a pair
 * @param counts of what came out wrong
 * @param alone stretches without swaps
 * @param swapping stretches with swaps
 * @param ratio of the images/s of the two
 * @param gapBeyondMs by how much the longest gap between outputs with swaps is longer than that
 *     without, milliseconds; negative where it is shorter
 * @param announcedMs from the announcement to the first output of the new checkpoint that can be
 *     read
 * @param settledMb resident memory of the whole process, broker included, after {@code settledAt}
 *     swaps, in MiB; -1 where the system doesn't tell
 * @param lastMb the same after the last swap
 * @param load of the machine when it was over: runnable threads, mean over a minute
 */
public record SwapResult(
    int swaps,
    long images,
    Counts counts,
    Stretch alone,
    Stretch swapping,
    double ratio,
    double gapBeyondMs,
    Latency announcedMs,
    int settledAt,
    long settledMb,
    long lastMb,
    double load) {

  /**
   * Every one is 0 where swaps harm nothing.
   *
   * @param lost embeddings and scores that never came
   * @param doubled embeddings and scores that came more than once
   * @param mixed scores that are not what the checkpoint they name gives for both images
   */
  public record Counts(long lost, long doubled, long mixed) {}

  /** All stretches of a kind together. */
  public record Stretch(double imagesPerSecond, double longestGapMs, double seconds) {}

  /** Whether no record is lost, doubled or mixed. */
  public boolean exact() {
    return counts.lost == 0 && counts.doubled == 0 && counts.mixed == 0;
  }
}
