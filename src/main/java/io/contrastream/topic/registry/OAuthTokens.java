package io.contrastream.topic.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.contrastream.config.Secrets;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Fetches bearer tokens with OAuth's client credentials grant, and reuses each until shortly before
 * it expires. Any thread may call.
 */
final class OAuthTokens {
  private static final String CLIENT_ID = "bearer.auth.client.id";
  private static final String CLIENT_SECRET = "bearer.auth.client.secret";
  private static final String ENDPOINT = "bearer.auth.issuer.endpoint.url";
  private static final String SCOPE = "bearer.auth.scope";
  private static final String EXPIRY_BUFFER = "bearer.auth.cache.expiry.buffer.seconds";

  private static final long MAX_SECONDS = TimeUnit.DAYS.toSeconds(365);

  private final HttpTransport transport;
  private final String endpoint;
  private final String address;
  private final Map<String, String> headers;
  private final byte[] form;
  private final Duration expiryBuffer;
  private String token;
  private long renewAtNanos;

  /**
   * @param jaas the options of {@code sasl.jaas.config}, for settings that are not given
   */
  OAuthTokens(RegistryClientSettings settings, Map<String, ?> jaas) {
    Map<String, String> client = settings.client();
    transport = HttpTransport.toOthers(settings);
    endpoint =
        given(
            settings,
            ENDPOINT,
            jaas.isEmpty() ? null : client.get("sasl.oauthbearer.token.endpoint.url"));
    address = Secrets.mask("", endpoint);
    if (!endpoint.matches("https?://.+")) {
      throw new RegistryException(
          "%s is %s; it must be an http:// or https:// URL".formatted(ENDPOINT, address));
    }
    String id = given(settings, CLIENT_ID, jaas.get("clientId"));
    String secret = given(settings, CLIENT_SECRET, jaas.get("clientSecret"));
    headers =
        Map.of(
            "Authorization", RegistryCredentials.basicAuthorization(id + ":" + secret),
            "Accept", "application/json",
            "Content-Type", "application/x-www-form-urlencoded");
    String scope = client.getOrDefault(SCOPE, (String) jaas.get("scope"));
    String asked =
        scope == null ? "" : "&scope=" + URLEncoder.encode(scope, StandardCharsets.UTF_8);
    form = ("grant_type=client_credentials" + asked).getBytes(StandardCharsets.UTF_8);
    expiryBuffer =
        Duration.ofSeconds(
            client.containsKey(EXPIRY_BUFFER) ? settings.integer(EXPIRY_BUFFER) : 300);
  }

  private static String given(RegistryClientSettings settings, String name, Object inherited) {
    String value = settings.client().getOrDefault(name, (String) inherited);
    return value == null ? settings.required(name) : value;
  }

  /**
   * @throws IOException if the server of tokens does not answer
   * @throws RegistryException if it refuses to give a token
   */
  synchronized String get() throws IOException {
    if (token == null || System.nanoTime() - renewAtNanos > 0) {
      HttpTransport.Response response = transport.send(endpoint, headers, form);
      if (response.isTemporaryFailure()) {
        throw new IOException(address + " answered " + response.status());
      }
      JsonNode answer = response.json();
      if (!response.isSuccess() || !answer.path("access_token").isTextual()) {
        throw new RegistryException(
            "No token for the schema registry from %s, which answered %d; check bearer.auth.*"
                .formatted(address, response.status()));
      }
      token = answer.get("access_token").asText();
      long lifetime = Math.max(0, Math.min(MAX_SECONDS, answer.path("expires_in").asLong(0)));
      // Short-lived tokens are reused for most of their life, whatever the buffer.
      long buffer = Math.min(expiryBuffer.toSeconds(), lifetime / 5);
      renewAtNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(lifetime - buffer);
    }
    return token;
  }
}
