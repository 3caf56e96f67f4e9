package io.contrastream.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The connection to the schema registry.
 *
 * @param schemaRegistryUrl at least one; tried in turn
 * @param autoRegisterSchemas whether unknown schemas are registered at the start
 * @param useLatestVersion whether to write under the registry's latest schema if it differs from
 *     the program's in docs and defaults only; applies if schemas are not registered
 * @param retry how long to retry while the registry is down
 * @param others the client's other settings, such as {@code basic.auth.user.info}
 */
public record RegistrySettings(
    List<String> schemaRegistryUrl,
    boolean autoRegisterSchemas,
    boolean useLatestVersion,
    Duration retry,
    Map<String, String> others) {

  public RegistrySettings {
    schemaRegistryUrl = List.copyOf(schemaRegistryUrl);
    others = Map.copyOf(others);
    Checks.of("registry")
        .require(
            !schemaRegistryUrl.isEmpty()
                && schemaRegistryUrl.stream().allMatch(url -> url.matches("https?://[^\\s,]+")),
            "schema.registry.url",
            "an http:// or https:// address, several with commas")
        .between(Duration.ZERO, retry, Duration.ofHours(1), "retry")
        .done();
  }

  /** Returns the addresses; at least one. */
  public List<String> urls() {
    return schemaRegistryUrl;
  }

  @Override
  public String toString() {
    return "RegistrySettings[urls=%s, retry=%s, others=%s]"
        .formatted(Secrets.mask("urls", schemaRegistryUrl.toString()), retry, Secrets.mask(others));
  }
}
