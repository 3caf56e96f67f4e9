package io.contrastream.config;

import java.util.Map;

/**
 * The connection to the brokers.
 *
 * @param bootstrapServers {@code host:port}, several with commas
 * @param others Kafka's own settings for all clients, such as those for security
 */
public record KafkaSettings(String bootstrapServers, Map<String, String> others) {
  private static final String ADDRESS = "[^\\s,:/]+:\\d{1,5}|\\[[0-9a-fA-F:.]+\\]:\\d{1,5}";

  public KafkaSettings {
    others = Map.copyOf(others);
    Checks.of("kafka")
        .matches(
            bootstrapServers,
            "(%1$s)(\\s*,\\s*(%1$s))*".formatted(ADDRESS),
            "bootstrap.servers",
            "host:port, several with commas")
        .done();
  }

  @Override
  public String toString() {
    return "KafkaSettings[bootstrapServers=%s, others=%s]"
        .formatted(bootstrapServers, Secrets.mask(others));
  }
}
