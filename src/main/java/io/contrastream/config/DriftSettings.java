package io.contrastream.config;

/**
 * How drift is detected: the latest embeddings are compared with the checkpoint's first ones.
 *
 * @param images minimum number of images that are compared, and in the reference
 * @param threshold the distance above which it counts as drift
 */
public record DriftSettings(int images, double threshold) {

  public DriftSettings {
    Checks.of("drift")
        .between(2, images, 1_000_000_000, "images")
        .between(0.0, threshold, 4.0, "threshold")
        .done();
  }
}
