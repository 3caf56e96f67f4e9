package io.contrastream.topic.registry;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How to reach the schema registry. Credentials live in {@code client} only: not in the addresses,
 * not in {@link #toString}.
 *
 * @param urls one address, or several that stand in for each other; without credentials
 * @param client settings for the registry's client, under Confluent's names
 * @param autoRegister whether schemas are registered, or must be there already
 * @param useLatest where schemas must be there already: whether to write under the newest one, if
 *     it differs from the program's in words and defaults only
 * @param patience how long to go on trying while the registry is down
 */
public record RegistryClientSettings(
    List<String> urls,
    Map<String, String> client,
    boolean autoRegister,
    boolean useLatest,
    Duration patience) {
  public static final String URL = "schema.registry.url";
  public static final String AUTO_REGISTER = "auto.register.schemas";
  public static final String USE_LATEST = "use.latest.version";
  public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(60);

  private static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";
  private static final String USER_INFO = "basic.auth.user.info";

  public RegistryClientSettings {
    urls = List.copyOf(urls);
    client = Map.copyOf(client);
  }

  /**
   * Reads Confluent's settings: {@code schema.registry.url} (several by comma), {@code
   * basic.auth.*}, {@code bearer.auth.*}, {@code schema.registry.ssl.*}, {@code proxy.*}, {@code
   * auto.register.schemas}, {@code use.latest.version}.
   *
   * @param patience how long a call goes on trying while the registry is down
   * @throws IllegalArgumentException where one is missing or wrong; names the setting
   */
  public static RegistryClientSettings from(Map<String, ?> settings, Duration patience) {
    Map<String, String> client = new HashMap<>();
    settings.forEach((name, value) -> client.put(name, String.valueOf(value)));
    client.putIfAbsent("http.connect.timeout.ms", "5000");
    client.putIfAbsent("http.read.timeout.ms", "10000");
    List<String> urls = new ArrayList<>();
    for (String url : client.getOrDefault(URL, "").split(",")) {
      if (!url.isBlank()) {
        urls.add(withoutCredentials(url.strip(), client));
      }
    }
    if (urls.isEmpty()) {
      throw new IllegalArgumentException(
          URL + " is not set; name the schema registry, such as http://localhost:8081");
    }
    client.put(URL, String.join(",", urls));
    return new RegistryClientSettings(
        urls, client, flag(client, AUTO_REGISTER, true), flag(client, USE_LATEST, false), patience);
  }

  /** The addresses, for messages. */
  public String address() {
    return String.join(", ", urls);
  }

  @Override
  public String toString() {
    return "RegistryClientSettings[" + address() + "]";
  }

  /** Moves credentials out of the address, where the client would log them. */
  private static String withoutCredentials(String url, Map<String, String> client) {
    URI uri = parse(url);
    String user = uri.getRawUserInfo();
    if (user == null) {
      return url;
    }
    client.put(CREDENTIALS_SOURCE, "USER_INFO");
    client.put(USER_INFO, URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8));
    return url.replace(user + "@", "");
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

  private static boolean flag(Map<String, String> settings, String name, boolean otherwise) {
    String value = settings.getOrDefault(name, String.valueOf(otherwise));
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(name + " is " + value + "; true or false");
    };
  }
}
