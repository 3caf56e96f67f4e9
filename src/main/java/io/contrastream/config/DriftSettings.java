package io.contrastream.config;

/**
 * How drift is detected: each window is compared with the checkpoint's first embeddings.
 *
 * @param images minimum number of images in a window, and in the reference it is compared with
 * @param threshold the distance at which a window counts as drift
 */
public record DriftSettings(int images, double threshold) {

  public DriftSettings {
    Checks.of("drift")
        .between(2, images, 1_000_000_000, "images")
        .between(0.0, threshold, 4.0, "threshold")
        .done();
  }
}
