package io.contrastream.topic.registry;

import io.contrastream.config.RegistrySettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds settings of the registry from pairs of name and value, with Confluent's names. */
final class TestRegistrySettings {
  private TestRegistrySettings() {}

  static RegistryClientSettings of(String url, String... settings) {
    return RegistryClientSettings.from(of(Duration.ZERO, url, settings));
  }

  static RegistrySettings of(Duration retryTimeout, String url, String... settings) {
    Map<String, String> others = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      others.put(settings[i], settings[i + 1]);
    }
    String urls = others.getOrDefault("schema.registry.url", url);
    others.remove("schema.registry.url");
    return new RegistrySettings(
        List.of(urls.split(",")),
        !"false".equals(others.remove("auto.register.schemas")),
        "true".equals(others.remove("use.latest.version")),
        retryTimeout,
        others);
  }
}
