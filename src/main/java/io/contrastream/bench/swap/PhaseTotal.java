package io.contrastream.bench.swap;

/** Sums up the phases with swaps, or those without. One thread calls. */
final class PhaseTotal {
  private final OutputChecker outputs;
  private long sinceNs;
  private long embeddedBefore;
  private long images;
  private long lengthNs;
  private double longestGapMs;

  PhaseTotal(OutputChecker outputs) {
    this.outputs = outputs;
  }

  void begin() {
    outputs.takeLongestGapMs();
    sinceNs = System.nanoTime();
    embeddedBefore = outputs.embedded();
  }

  void end() {
    lengthNs += System.nanoTime() - sinceNs;
    images += outputs.embedded() - embeddedBefore;
    longestGapMs = Math.max(longestGapMs, outputs.takeLongestGapMs());
  }

  SwapResult.Phase result() {
    double seconds = lengthNs / 1e9;
    return new SwapResult.Phase(images / seconds, longestGapMs, seconds);
  }
}
