package io.contrastream.config;

import java.time.Duration;

/**
 * How anchors meet their contrastive examples.
 *
 * @param window longest time between the two images of a pair, by their timestamps; all that waits
 *     for a partner, and each anchor that announced no number of examples, is kept that long
 */
public record PairSettings(Duration window) {

  public PairSettings {
    Checks.of("pairs").between(Duration.ofSeconds(1), window, Duration.ofDays(7), "window").done();
  }
}
