package io.contrastream.topic.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.contrastream.config.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * Sends one HTTP request at a time, with timeouts and a bound on the response. Any thread may call.
 * {@code java.net.http} of Java 17 has no timeout for a response body that stalls, loses the cause
 * of a failed connection and cannot relax the check of host names for one client.
 */
final class HttpTransport {
  static final int MAX_RESPONSE_BYTES = 8 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CHECK_HOST = SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG;

  /** The response to one request, whatever its status. */
  record Response(int status, String reason, byte[] body) {

    boolean isSuccess() {
      return status / 100 == 2;
    }

    /** Whether the same request may succeed later, or at another address. */
    boolean isTemporaryFailure() {
      return status >= 500 || status == 429 || status == 408;
    }

    /** Returns the body, or a missing node if it is not JSON. */
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        return MissingNode.getInstance();
      }
    }
  }

  private final int connectTimeoutMs;
  private final int readTimeoutMs;
  private final Proxy proxy;
  private final SSLSocketFactory sockets;
  private final boolean checksHost;

  private HttpTransport(RegistryClientSettings settings, Proxy proxy, SSLSocketFactory sockets) {
    this.connectTimeoutMs = settings.integer("http.connect.timeout.ms");
    this.readTimeoutMs = settings.integer("http.read.timeout.ms");
    this.proxy = proxy;
    this.sockets = sockets;
    String algorithm = settings.client().getOrDefault(CHECK_HOST, "https");
    this.checksHost = sockets == null || !(algorithm.isEmpty() || algorithm.equals("none"));
  }

  /** Returns a transport with the proxy and the key and trust stores that the settings name. */
  static HttpTransport toRegistry(RegistryClientSettings settings) {
    String host = settings.client().get("proxy.host");
    Proxy proxy =
        host == null
            ? null
            : new Proxy(
                Proxy.Type.HTTP, new InetSocketAddress(host, settings.integer("proxy.port")));
    boolean secure = settings.urls().stream().anyMatch(url -> url.startsWith("https:"));
    return new HttpTransport(settings, proxy, secure ? sockets(settings) : null);
  }

  /** Returns a transport with the timeouts only, for servers other than the registry. */
  static HttpTransport toOthers(RegistryClientSettings settings) {
    return new HttpTransport(settings, null, null);
  }

  /** Kafka reads the stores, so that all its settings work: JKS, PKCS12 and PEM. */
  private static SSLSocketFactory sockets(RegistryClientSettings settings) {
    Map<String, String> ssl = new HashMap<>(settings.client());
    ssl.keySet().removeIf(name -> !name.startsWith("ssl."));
    ConfigDef known = new ConfigDef();
    SslConfigs.addClientSslSupport(known);
    try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
      factory.configure(new AbstractConfig(known, ssl, false).values());
      return factory.sslContext().getSocketFactory();
    } catch (KafkaException e) {
      throw new RegistryException(
          "The TLS settings schema.registry.ssl.* cannot be used: " + e.getMessage());
    }
  }

  /**
   * Sends a POST request, or a GET request if {@code body} is null.
   *
   * @throws IOException if no complete response arrives
   * @throws RegistryException if the response is larger than {@value #MAX_RESPONSE_BYTES} bytes
   */
  Response send(String url, Map<String, String> headers, byte[] body) throws IOException {
    HttpURLConnection connection = open(new URL(url));
    headers.forEach(connection::setRequestProperty);
    if (body != null) {
      connection.setDoOutput(true);
      connection.getOutputStream().write(body);
    }
    int status = connection.getResponseCode();
    try (InputStream in =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      byte[] received = in == null ? new byte[0] : in.readNBytes(MAX_RESPONSE_BYTES + 1);
      if (status < 0) {
        throw new IOException("the response is not HTTP");
      }
      if (received.length > MAX_RESPONSE_BYTES) {
        connection.disconnect();
        throw new RegistryException(
            "The response from %s is larger than %d bytes"
                .formatted(Secrets.mask("", url), MAX_RESPONSE_BYTES));
      }
      return new Response(status, connection.getResponseMessage(), received);
    }
  }

  private HttpURLConnection open(URL url) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) (proxy == null ? url.openConnection() : url.openConnection(proxy));
    connection.setConnectTimeout(connectTimeoutMs);
    connection.setReadTimeout(readTimeoutMs);
    connection.setUseCaches(false);
    if (sockets != null && connection instanceof HttpsURLConnection https) {
      https.setSSLSocketFactory(sockets);
      if (!checksHost) {
        https.setHostnameVerifier((host, session) -> true);
      }
    }
    return connection;
  }
}
