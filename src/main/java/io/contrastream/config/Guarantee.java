package io.contrastream.config;

import java.util.Locale;

/** The processing guarantee of Kafka Streams. */
public enum Guarantee {
  /**
   * Outputs become readable with the commit, which sends them all, so a long linger costs nothing.
   */
  EXACTLY_ONCE_V2(100),

  /** Outputs become readable when they are sent. */
  AT_LEAST_ONCE(2);

  private final int lingerMs;

  Guarantee(int lingerMs) {
    this.lingerMs = lingerMs;
  }

  /** Returns the default of the producers' {@code linger.ms}. */
  int lingerMs() {
    return lingerMs;
  }

  /** Returns the value for Kafka's {@code processing.guarantee}. */
  public String kafkaName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
