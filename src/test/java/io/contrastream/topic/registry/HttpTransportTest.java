package io.contrastream.topic.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.config.RegistrySettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpTransportTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir static Path folder;

  private static Path store;
  private static KeyStore keys;

  /** Makes one key for both sides, with a certificate for 127.0.0.1 only. */
  @BeforeAll
  static void makeKey() throws Exception {
    store = folder.resolve("keys.p12");
    String arguments =
        "-genkeypair -alias registry -keyalg EC -dname CN=registry -ext SAN=ip:127.0.0.1"
            + " -storepass changeit -keystore";
    List<String> command = new ArrayList<>(List.of(arguments.split(" ")));
    command.add(0, Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.add(store.toString());
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
  }

  @Test
  void shouldUseTrustAndKeyStores() throws Exception {
    try (FakeRegistryServer server = secureServer()) {
      assertThat(send(server.url(), stores()).status()).isEqualTo(200);
    }
  }

  @Test
  void shouldUseCertificatesAndKeyAsText() throws Exception {
    String certificate = pem("CERTIFICATE", keys.getCertificate("registry").getEncoded());
    Map<String, String> settings =
        Map.of(
            "schema.registry.ssl.truststore.type",
            "PEM",
            "schema.registry.ssl.truststore.certificates",
            certificate,
            "schema.registry.ssl.keystore.type",
            "PEM",
            "schema.registry.ssl.keystore.certificate.chain",
            certificate,
            "schema.registry.ssl.keystore.key",
            pem("PRIVATE KEY", keys.getKey("registry", PASSWORD).getEncoded()));

    try (FakeRegistryServer server = secureServer()) {
      assertThat(send(server.url(), settings).status()).isEqualTo(200);
    }
  }

  @Test
  void shouldRefuseAServerThatItDoesNotTrust() throws Exception {
    try (FakeRegistryServer server = secureServer()) {
      assertThatThrownBy(() -> send(server.url(), Map.of()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("unable to find valid certification path");
    }
  }

  @Test
  void shouldRefuseACertificateForAnotherHostUnlessToldOtherwise() throws Exception {
    try (FakeRegistryServer server = secureServer()) {
      String url = server.url().replace("127.0.0.1", "localhost");
      Map<String, String> settings = stores();

      assertThatThrownBy(() -> send(url, settings)).isInstanceOf(IOException.class);

      settings.put("schema.registry.ssl.endpoint.identification.algorithm", "");
      assertThat(send(url, settings).status()).isEqualTo(200);
    }
  }

  @Test
  void shouldNameTheStoreThatCannotBeReadButNotItsPassword() {
    Map<String, String> settings = stores();
    settings.put("schema.registry.ssl.truststore.location", "/nowhere.p12");

    assertThatThrownBy(() -> send("https://127.0.0.1:1", settings))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("schema.registry.ssl.*")
        .hasMessageContaining("/nowhere.p12")
        .hasMessageNotContaining("changeit");
  }

  @Test
  void shouldTimeOutIfNoResponseComes() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertTimesOut(silent);
    }
  }

  @Test
  void shouldTimeOutIfTheResponseStalls() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread stalling =
          new Thread(
              () -> {
                try (Socket socket = server.accept()) {
                  String start = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{";
                  socket.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
                  socket.getInputStream().readAllBytes(); // until the client closes
                } catch (IOException e) {
                  // The client has left.
                }
              });
      stalling.start();

      assertTimesOut(server);
      stalling.join(10_000);
    }
  }

  @Test
  void shouldRefuseAResponseThatIsTooLarge() throws IOException {
    try (FakeRegistryServer server = new FakeRegistryServer()) {
      server.answer(200, " ".repeat(HttpTransport.MAX_RESPONSE_BYTES + 1));

      assertThatThrownBy(() -> send(server.url(), Map.of()))
          .isInstanceOf(RegistryException.class)
          .hasMessage("The response from " + server.url() + " is larger than 8388608 bytes");
    }
  }

  @Test
  void shouldGoThroughAProxy() throws IOException {
    try (FakeRegistryServer proxy = new FakeRegistryServer()) {
      proxy.answer(200, "{}");
      String[] address = proxy.host().split(":");

      send(
          "http://registry:8081/schemas/types",
          Map.of("proxy.host", address[0], "proxy.port", address[1]));

      assertThat(proxy.headers().get(0).getFirst("Host")).isEqualTo("registry:8081");
    }
  }

  private static void assertTimesOut(ServerSocket server) {
    assertThatThrownBy(
            () ->
                send(
                    "http://127.0.0.1:" + server.getLocalPort(),
                    Map.of("http.read.timeout.ms", "200")))
        .isInstanceOf(SocketTimeoutException.class);
  }

  private static HttpTransport.Response send(String url, Map<String, String> settings)
      throws IOException {
    RegistrySettings all = new RegistrySettings(List.of(url), true, false, Duration.ZERO, settings);
    RegistryClientSettings read = RegistryClientSettings.from(all);
    return HttpTransport.toRegistry(read).send(url, Map.of(), null);
  }

  private static Map<String, String> stores() {
    Map<String, String> settings = new HashMap<>();
    for (String kind : List.of("truststore", "keystore")) {
      settings.put("schema.registry.ssl." + kind + ".location", store.toString());
      settings.put("schema.registry.ssl." + kind + ".password", "changeit");
      settings.put("schema.registry.ssl." + kind + ".type", "PKCS12");
    }
    return settings;
  }

  private static FakeRegistryServer secureServer() throws Exception {
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return FakeRegistryServer.secure(context).answer(200, "{}");
  }

  private static String pem(String type, byte[] encoded) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, base64, type);
  }
}
