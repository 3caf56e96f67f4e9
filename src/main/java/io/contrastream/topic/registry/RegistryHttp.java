package io.contrastream.topic.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.contrastream.topic.registry.HttpTransport.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends requests to the registry: to the address that answered last, to the others if it fails, and
 * again after a pause if all fail. Any thread may call.
 */
final class RegistryHttp {
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int MAX_MESSAGE_LENGTH = 1_000;

  private final RegistryClientSettings settings;
  private final HttpTransport transport;
  private final RegistryCredentials credentials;
  private final Retries retries;
  private final AtomicInteger current = new AtomicInteger();

  /**
   * @throws RegistryException if a setting is wrong; names it
   */
  RegistryHttp(RegistryClientSettings settings) {
    this.settings = settings;
    this.transport = HttpTransport.toRegistry(settings);
    this.credentials = RegistryCredentials.of(settings);
    this.retries = new Retries(settings);
  }

  /**
   * @throws RegistryRefusal if the registry answers with a client error
   * @throws RegistryUnavailableException if it does not answer in time
   */
  JsonNode get(String path) {
    return retries.send(() -> sendToAny(path, null));
  }

  /** As {@link #get}, with a schema in the body. */
  JsonNode post(String path, JsonNode body) {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    return retries.send(() -> sendToAny(path, bytes));
  }

  private JsonNode sendToAny(String path, byte[] body) throws IOException {
    List<String> urls = settings.urls();
    IOException failure = null;
    for (int i = 0; i < urls.size(); i++) {
      int index = current.get();
      try {
        return send(urls.get(index) + path, body);
      } catch (IOException e) {
        failure = e;
        current.compareAndSet(index, (index + 1) % urls.size());
      }
    }
    throw failure;
  }

  private JsonNode send(String url, byte[] body) throws IOException {
    Map<String, String> headers = new HashMap<>(credentials.headers());
    headers.put("Accept", CONTENT_TYPE + ", application/json");
    if (body != null) {
      headers.put("Content-Type", CONTENT_TYPE);
    }
    Response response = transport.send(url, headers, body);
    JsonNode json = response.json();
    if (response.isTemporaryFailure()) {
      throw new IOException("HTTP " + response.status() + ", " + message(response, json));
    }
    if (!response.isSuccess()) {
      throw refusal(response, json);
    }
    if (json.isMissingNode()) {
      throw new RegistryException(
          "The server at " + settings.address() + " is not a schema registry; check " + URL);
    }
    return json;
  }

  private static final String URL = RegistryClientSettings.URL;

  private RegistryException refusal(Response response, JsonNode json) {
    String registry = "The schema registry at " + settings.address();
    String message = message(response, json);
    return switch (response.status()) {
      case 401 ->
          new RegistryException(
              registry
                  + " rejects the credentials (401); check basic.auth.user.info or"
                  + " bearer.auth.token");
      case 403 -> new RegistryException(registry + " denies access (403): " + message);
      default ->
          new RegistryRefusal(
              registry + " answered " + response.status() + " (" + message + "); check " + URL,
              response.status(),
              json.path("error_code").asInt());
    };
  }

  private static String message(Response response, JsonNode json) {
    String message = json.path("message").asText(response.reason());
    return message.length() > MAX_MESSAGE_LENGTH
        ? message.substring(0, MAX_MESSAGE_LENGTH) + "…"
        : message;
  }
}
