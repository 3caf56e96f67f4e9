package io.contrastream.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The schema registry.
 *
 * @param urls at least one; tried in turn
 * @param autoRegisterSchemas whether unknown schemas are registered at the start
 * @param useLatestVersion whether to write with the registry's newest schema instead of our own
 * @param retry how long to go on asking a registry that can't be reached
 * @param others settings of Confluent's client, such as {@code basic.auth.user.info}
 */
public record RegistrySettings(
    List<String> urls,
    boolean autoRegisterSchemas,
    boolean useLatestVersion,
    Duration retry,
    Map<String, String> others) {

  public RegistrySettings {
    urls = List.copyOf(urls);
    others = Map.copyOf(others);
    Checks.of("registry")
        .require(
            !urls.isEmpty() && urls.stream().allMatch(url -> url.matches("https?://[^\\s,]+")),
            "schema.registry.url",
            "an http:// or https:// address, several with commas")
        .between(Duration.ZERO, retry, Duration.ofHours(1), "retry")
        .done();
  }

  /** All that Confluent's client and serializers take, by their names for it. */
  public Map<String, Object> properties() {
    Map<String, Object> properties = new LinkedHashMap<>(others);
    properties.put("schema.registry.url", String.join(",", urls));
    properties.put("auto.register.schemas", autoRegisterSchemas);
    properties.put("use.latest.version", useLatestVersion);
    return properties;
  }

  @Override
  public String toString() {
    return "RegistrySettings[retry=%s, %s]".formatted(retry, Secrets.mask(properties()));
  }
}
