package io.contrastream.bench.swap;

/** Adds up stretches of one kind. One thread calls. */
final class PhaseTotal {
  private final OutputChecker outputs;
  private long sinceNs;
  private long before;
  private long images;
  private long lengthNs;
  private double longestGapMs;

  PhaseTotal(OutputChecker outputs) {
    this.outputs = outputs;
  }

  void begin() {
    outputs.takeLongestGapMs();
    sinceNs = System.nanoTime();
    before = outputs.embedded();
  }

  void end() {
    lengthNs += System.nanoTime() - sinceNs;
    images += outputs.embedded() - before;
    longestGapMs = Math.max(longestGapMs, outputs.takeLongestGapMs());
  }

  SwapResult.Stretch stretch() {
    double seconds = lengthNs / 1e9;
    return new SwapResult.Stretch(images / seconds, longestGapMs, seconds);
  }
}
