package io.contrastream.config;

import java.util.Map;

/** Kafka's own settings, passed unchanged to one kind of client each. */
public record ClientSettings(
    Map<String, String> streams, Map<String, String> producer, Map<String, String> consumer) {

  public ClientSettings {
    streams = Map.copyOf(streams);
    producer = Map.copyOf(producer);
    consumer = Map.copyOf(consumer);
  }

  @Override
  public String toString() {
    return "ClientSettings[streams=%s, producer=%s, consumer=%s]"
        .formatted(Secrets.mask(streams), Secrets.mask(producer), Secrets.mask(consumer));
  }
}
