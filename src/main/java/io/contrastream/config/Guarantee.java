package io.contrastream.config;

import java.util.Locale;

/** What Kafka Streams promises about outputs when something fails. */
public enum Guarantee {
  /** Nobody can read outputs before the commit, which sends them all: they may well wait for it. */
  EXACTLY_ONCE_V2(100),

  /** Outputs can be read as soon as they are sent. */
  AT_LEAST_ONCE(2);

  private final int lingerMs;

  Guarantee(int lingerMs) {
    this.lingerMs = lingerMs;
  }

  /** Longest time in milliseconds that outputs wait to be sent together, unless a setting says. */
  int lingerMs() {
    return lingerMs;
  }

  /** As Kafka's setting {@code processing.guarantee} spells it. */
  public String kafkaName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
