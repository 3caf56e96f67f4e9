package io.contrastream.config;

/**
 * How the embeddings of a window are compared with those that a checkpoint began with.
 *
 * @param images that this beginning, and a window, must hold at least
 * @param threshold distance from which on a window counts as drift
 */
public record DriftSettings(int images, double threshold) {

  public DriftSettings {
    Checks.of("drift")
        .between(2, images, 1_000_000_000, "images")
        .between(0.0, threshold, 4.0, "threshold")
        .done();
  }
}
