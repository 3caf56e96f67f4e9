package io.contrastream.config;

import java.time.Duration;

/**
 * The join of anchors with their contrastive examples.
 *
 * @param window maximum difference between the timestamps of the two images of a pair; an image
 *     without partner, or an anchor that announced no number of examples, is kept this long
 */
public record PairSettings(Duration window) {

  public PairSettings {
    Checks.of("pairs").between(Duration.ofSeconds(1), window, Duration.ofDays(7), "window").done();
  }
}
