package io.contrastream.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The connection to the schema registry.
 *
 * @param urls at least one; tried in turn
 * @param autoRegisterSchemas whether unknown schemas are registered at the start
 * @param useLatestVersion whether to write under the registry's latest schema if it differs from
 *     the program's in docs and defaults only; applies if schemas are not registered
 * @param retry how long to retry while the registry is down
 * @param others the client's other settings, such as {@code basic.auth.user.info}
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

  /** Returns all settings under the names that Confluent gave them. */
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
