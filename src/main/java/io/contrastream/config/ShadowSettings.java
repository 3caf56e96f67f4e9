package io.contrastream.config;

import java.time.Duration;

/**
 * The trial of a candidate on live pairs.
 *
 * @param share of the pairs that the candidate embeds, too
 * @param pairs number of pairs with a target after which it is promoted or refused
 * @param timeout after which it is refused if fewer have come
 */
public record ShadowSettings(double share, int pairs, Duration timeout) {

  public ShadowSettings {
    Checks.of("shadow")
        .between(0.001, share, 1.0, "share")
        .between(100, pairs, 1_000_000_000, "pairs")
        .between(Duration.ofSeconds(1), timeout, Duration.ofDays(7), "timeout")
        .done();
  }
}
