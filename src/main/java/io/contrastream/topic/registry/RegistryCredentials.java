package io.contrastream.topic.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;

/** The headers that authenticate a request to the registry. Any thread may call. */
@FunctionalInterface
interface RegistryCredentials {

  /**
   * @throws IOException if a token is needed and its server does not answer
   */
  Map<String, String> headers() throws IOException;

  /**
   * @throws RegistryException if a setting is missing or wrong; names it
   */
  static RegistryCredentials of(RegistryClientSettings settings) {
    String basic = settings.client().getOrDefault(RegistryClientSettings.CREDENTIALS_SOURCE, "");
    String bearer = settings.client().getOrDefault("bearer.auth.credentials.source", "");
    if (!basic.isEmpty() && !bearer.isEmpty()) {
      throw new RegistryException(
          "Only one of basic.auth.credentials.source and bearer.auth.credentials.source may be"
              + " set");
    }
    return bearer.isEmpty() ? basic(basic, settings) : bearer(bearer, settings);
  }

  private static RegistryCredentials basic(String source, RegistryClientSettings settings) {
    return switch (source) {
      case "", "URL" -> Map::of; // credentials in the URL have become USER_INFO
      case "USER_INFO" -> basic(settings.required(RegistryClientSettings.USER_INFO));
      case "SASL_INHERIT" -> {
        Map<String, ?> jaas = jaasOptions(settings);
        if (jaas.get("username") == null || jaas.get("password") == null) {
          throw new RegistryException(
              "basic.auth.credentials.source is SASL_INHERIT, but sasl.jaas.config has no username"
                  + " and password");
        }
        yield basic(jaas.get("username") + ":" + jaas.get("password"));
      }
      default ->
          throw unknown(
              RegistryClientSettings.CREDENTIALS_SOURCE, source, "URL, USER_INFO or SASL_INHERIT");
    };
  }

  private static RegistryCredentials basic(String userInfo) {
    Map<String, String> headers = Map.of("Authorization", basicAuthorization(userInfo));
    return () -> headers;
  }

  static String basicAuthorization(String userInfo) {
    byte[] bytes = userInfo.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  private static RegistryCredentials bearer(String source, RegistryClientSettings settings) {
    Map<String, ?> jaas =
        source.equals("SASL_OAUTHBEARER_INHERIT") ? jaasOptions(settings) : Map.of();
    Map<String, String> fixed = new HashMap<>();
    copy(settings.client().get("bearer.auth.logical.cluster"), fixed, "target-sr-cluster");
    copy(jaas.get("extension_identityPoolId"), fixed, "Confluent-Identity-Pool-Id");
    copy(
        settings.client().get("bearer.auth.identity.pool.id"), fixed, "Confluent-Identity-Pool-Id");
    return switch (source) {
      case "STATIC_TOKEN" -> {
        fixed.put("Authorization", "Bearer " + settings.required("bearer.auth.token"));
        yield () -> fixed;
      }
      case "OAUTHBEARER", "SASL_OAUTHBEARER_INHERIT" -> {
        OAuthTokens tokens = new OAuthTokens(settings, jaas);
        yield () -> {
          Map<String, String> headers = new HashMap<>(fixed);
          headers.put("Authorization", "Bearer " + tokens.get());
          return headers;
        };
      }
      default ->
          throw unknown(
              "bearer.auth.credentials.source",
              source,
              "STATIC_TOKEN, OAUTHBEARER or SASL_OAUTHBEARER_INHERIT");
    };
  }

  private static void copy(Object value, Map<String, String> headers, String header) {
    if (value != null) {
      headers.put(header, String.valueOf(value));
    }
  }

  /** Returns the options of {@code sasl.jaas.config}, without it those of the JVM's JAAS file. */
  private static Map<String, ?> jaasOptions(RegistryClientSettings settings) {
    Map<String, Object> sasl = new HashMap<>(settings.client());
    sasl.computeIfPresent(
        SaslConfigs.SASL_JAAS_CONFIG, (name, value) -> new Password(String.valueOf(value)));
    try {
      return JaasContext.loadClientContext(sasl).configurationEntries().get(0).getOptions();
    } catch (IllegalArgumentException | KafkaException e) {
      throw new RegistryException("The registry's sasl.jaas.config cannot be used; check its form");
    }
  }

  private static RegistryException unknown(String name, String value, String allowed) {
    return new RegistryException(name + " is " + value + "; expected " + allowed);
  }
}
