package io.contrastream.bench.swap;

import io.contrastream.bench.Latency;

/**
 * The cost of swapping checkpoints under full load, and the wrong outputs.
 *
 * @param swaps number of swaps that the processor made
 * @param images number of images fed, two per pair
 * @param counts numbers of wrong outputs
 * @param alone all phases without swaps
 * @param swapping all phases with swaps
 * @param ratio images/s with swaps, divided by images/s without
 * @param gapBeyondMs longest gap between outputs with swaps, minus the longest without
 * @param announcedMs time from an announcement to the first readable output of its checkpoint
 * @param settledMb resident memory of the process, broker included, after {@code settledAt} swaps,
 *     in MiB; -1 if the system does not report it
 * @param lastMb the same after the last swap
 * @param load load average of the machine at the end
 */
public record SwapResult(
    int swaps,
    long images,
    Counts counts,
    Phase alone,
    Phase swapping,
    double ratio,
    double gapBeyondMs,
    Latency announcedMs,
    int settledAt,
    long settledMb,
    long lastMb,
    double load) {

  /**
   * Numbers of wrong outputs; all are 0 if swaps do no harm.
   *
   * @param lost embeddings and scores that never came
   * @param doubled embeddings and scores that came more than once
   * @param mixed scores that differ from what the checkpoint they name gives for both images
   */
  public record Counts(long lost, long doubled, long mixed) {}

  /** All phases of a kind together. */
  public record Phase(double imagesPerSecond, double longestGapMs, double seconds) {}

  /** Whether no output was lost, doubled or mixed. */
  public boolean exact() {
    return counts.lost == 0 && counts.doubled == 0 && counts.mixed == 0;
  }
}
