package io.contrastream.config;

/**
 * How inputs are embedded again after a new space has begun.
 *
 * @param auto whether one of the processors does it by itself
 * @param rate maximum number of inputs per second; 0 for no limit
 * @param maxLag number of inputs waiting for the live stream from which it pauses
 */
public record ReembedSettings(boolean auto, int rate, int maxLag) {

  public ReembedSettings {
    Checks.of("reembed")
        .between(0, rate, 1_000_000, "rate")
        .between(0, maxLag, 1_000_000_000, "max.lag")
        .done();
  }
}
