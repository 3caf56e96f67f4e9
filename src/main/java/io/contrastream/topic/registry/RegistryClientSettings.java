package io.contrastream.topic.registry;

import io.contrastream.config.RegistrySettings;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How to reach the schema registry. Credentials are in {@code client} only: not in the addresses,
 * not in {@link #toString}.
 *
 * @param urls equivalent addresses, at least one
 * @param client Confluent's settings, without the prefix {@code schema.registry.}
 * @param autoRegister whether to register schemas; otherwise they must exist
 * @param useLatest whether to write under the latest schema of a subject if it differs in docs and
 *     defaults only; applies if {@code autoRegister} is false
 * @param retryTimeout how long to retry while the registry is down
 */
record RegistryClientSettings(
    List<String> urls,
    Map<String, String> client,
    boolean autoRegister,
    boolean useLatest,
    Duration retryTimeout) {
  static final String URL = "schema.registry.url";
  static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";
  static final String USER_INFO = "basic.auth.user.info";

  private static final String PREFIX = "schema.registry.";

  RegistryClientSettings {
    urls = List.copyOf(urls);
    client = Map.copyOf(client);
  }

  /**
   * Ignores settings that are not those of Confluent's client.
   *
   * @throws IllegalArgumentException if an address is wrong; never shows credentials
   */
  static RegistryClientSettings from(RegistrySettings settings) {
    Map<String, String> client = new HashMap<>();
    client.put("http.connect.timeout.ms", "5000");
    client.put("http.read.timeout.ms", "10000");
    client.putAll(settings.others());
    // If a setting is given with and without the prefix, the one with it counts.
    settings.others().entrySet().stream()
        .filter(each -> each.getKey().startsWith(PREFIX))
        .forEach(each -> client.put(each.getKey().substring(PREFIX.length()), each.getValue()));
    List<String> urls =
        settings.urls().stream().map(url -> withoutCredentials(url, client)).toList();
    return new RegistryClientSettings(
        urls,
        client,
        settings.autoRegisterSchemas(),
        settings.useLatestVersion(),
        settings.retry());
  }

  /** Returns the addresses, for messages. */
  String address() {
    return String.join(", ", urls);
  }

  /**
   * @throws RegistryException if the client setting is missing
   */
  String required(String name) {
    String value = client.get(name);
    if (value == null || value.isBlank()) {
      throw new RegistryException(name + " is not set; the schema registry's client needs it");
    }
    return value;
  }

  /**
   * @throws RegistryException if the client setting is missing or no whole number
   */
  int integer(String name) {
    String value = required(name).strip();
    if (!value.matches("\\d{1,9}")) {
      throw new RegistryException(name + " is " + value + "; expected a whole number");
    }
    return Integer.parseInt(value);
  }

  @Override
  public String toString() {
    return "RegistryClientSettings[" + address() + "]";
  }

  /** Moves credentials from the address, which appears in messages, to their own setting. */
  private static String withoutCredentials(String url, Map<String, String> client) {
    URI uri = parse(url);
    String user = uri.getRawUserInfo();
    String bare = user == null ? url : url.replace(user + "@", "");
    if (user != null) {
      client.put(CREDENTIALS_SOURCE, "USER_INFO");
      client.put(USER_INFO, URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8));
    }
    return bare.replaceAll("/+$", "");
  }

  private static URI parse(String url) {
    String shown = url.replaceAll("//.*@", "//***@");
    try {
      URI uri = URI.create(url);
      if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Its message would show the password.
    }
    throw new IllegalArgumentException(
        URL + " is " + shown + "; expected http://host:port or https://host:port");
  }
}
