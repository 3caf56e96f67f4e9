package io.contrastream.topic.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.contrastream.lifecycle.WaitLog;
import io.contrastream.topic.registry.HttpTransport.Response;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Sends requests to the registry: to the address that answered last, to the others if it fails, and
 * again at growing intervals, until the timeout, if all fail. Any thread may call.
 */
final class RegistryHttp {
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int MAX_MESSAGE_LENGTH = 1_000;
  private static final long MIN_BACKOFF_MS = 100;
  private static final long MAX_BACKOFF_MS = 5_000;
  private static final String URL = RegistryClientSettings.URL;

  private final RegistryClientSettings settings;
  private final HttpTransport transport;
  private final RegistryCredentials credentials;
  private final AtomicInteger current = new AtomicInteger();

  RegistryHttp(RegistryClientSettings settings) {
    this.settings = settings;
    this.transport = HttpTransport.toRegistry(settings);
    this.credentials = RegistryCredentials.of(settings);
  }

  /**
   * @throws RegistryRefusal if the registry answers with a client error
   * @throws RegistryUnavailableException if it does not answer until the timeout
   * @throws InterruptException if the thread is interrupted between two attempts
   */
  JsonNode get(String path) {
    return send(path, null);
  }

  JsonNode post(String path, JsonNode body) {
    return send(path, body.toString().getBytes(StandardCharsets.UTF_8));
  }

  private JsonNode send(String path, byte[] body) {
    long deadline = System.nanoTime() + settings.retryTimeout().toNanos();
    for (long backoffMs = MIN_BACKOFF_MS; ; backoffMs = Math.min(2 * backoffMs, MAX_BACKOFF_MS)) {
      try {
        return sendToAny(path, body);
      } catch (IOException e) {
        if (System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(backoffMs) > deadline) {
          throw unavailable(e);
        }
        announce(e, backoffMs);
      }
      pause(backoffMs);
    }
  }

  /** Waits for the second failure: the first may be no more than a connection that was closed. */
  private void announce(IOException e, long backoffMs) {
    Duration timeout = settings.retryTimeout();
    if (backoffMs == 2 * MIN_BACKOFF_MS && WaitLog.isLong(timeout)) {
      WaitLog.warn("the schema registry at " + settings.address(), reason(e), timeout);
    }
  }

  private RegistryUnavailableException unavailable(IOException e) {
    long millis = settings.retryTimeout().toMillis();
    return new RegistryUnavailableException(
        "The schema registry at %s did not answer within %s: %s. Is it running, and is %s right?"
            .formatted(
                settings.address(),
                millis < 1000 ? millis + " ms" : millis / 1000 + " s",
                reason(e),
                URL));
  }

  private static String reason(IOException e) {
    if (e instanceof UnknownHostException) {
      return "unknown host " + e.getMessage();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private JsonNode sendToAny(String path, byte[] body) throws IOException {
    List<String> urls = settings.urls();
    IOException failure = null;
    for (int i = 0; i < urls.size(); i++) {
      int index = current.get();
      try {
        return sendOnce(urls.get(index) + path, body);
      } catch (IOException e) {
        failure = e;
        current.compareAndSet(index, (index + 1) % urls.size());
      }
    }
    throw failure;
  }

  private JsonNode sendOnce(String url, byte[] body) throws IOException {
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
