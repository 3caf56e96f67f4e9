package io.contrastream.config;

import java.util.Locale;

/** What Kafka Streams promises about outputs when something fails. */
public enum Guarantee {
  EXACTLY_ONCE_V2,
  AT_LEAST_ONCE;

  /** As Kafka's setting {@code processing.guarantee} spells it. */
  public String kafkaName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
