package io.contrastream.config;

import java.time.Duration;

/**
 * Windows in which the loss is averaged.
 *
 * @param window length
 * @param grace how long after its end a window waits for pairs that come late
 */
public record LossSettings(Duration window, Duration grace) {

  public LossSettings {
    Checks.of("loss")
        .between(Duration.ofSeconds(1), window, Duration.ofDays(1), "window")
        .between(Duration.ZERO, grace, Duration.ofDays(1), "grace")
        .done();
  }
}
