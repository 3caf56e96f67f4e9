package io.contrastream.config;

import java.time.Duration;

/**
 * The time windows over which the loss is averaged.
 *
 * @param window their length
 * @param grace how long a window accepts late pairs after its end
 */
public record LossSettings(Duration window, Duration grace) {

  public LossSettings {
    Checks.of("loss")
        .between(Duration.ofSeconds(1), window, Duration.ofDays(1), "window")
        .between(Duration.ZERO, grace, Duration.ofDays(1), "grace")
        .done();
  }
}
