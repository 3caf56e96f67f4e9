package io.contrastream.dashboard;

import static io.contrastream.telemetry.Metric.BATCH_DURATION_MEAN;
import static io.contrastream.telemetry.Metric.IMAGES_EMBEDDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.config.DashboardSettings;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.telemetry.Health;
import io.contrastream.telemetry.Meters;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hawkular.agent.prometheus.text.TextPrometheusMetricsProcessor;
import org.hawkular.agent.prometheus.types.Counter;
import org.hawkular.agent.prometheus.types.Gauge;
import org.hawkular.agent.prometheus.types.Metric;
import org.hawkular.agent.prometheus.types.MetricFamily;
import org.hawkular.agent.prometheus.walkers.CollectorPrometheusMetricsWalker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardServerTest {
  private static final DashboardSettings ANY_PORT =
      new DashboardSettings(true, "127.0.0.1", 0, "", 1000);

  private static final int MORE_THAN_THREADS = 50;

  /** Much shorter than the server's idle timeout. */
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final Meters meters =
      new Meters().gauge(BATCH_DURATION_MEAN, () -> 0.25).counter(IMAGES_EMBEDDED, () -> 42);
  private Optional<String> notLive = Optional.empty();
  private Optional<String> notReady = Optional.empty();
  private DashboardServer server;

  @BeforeEach
  void start() {
    Health health =
        new Health().addLiveness("part", () -> notLive).addReadiness("part", () -> notReady);
    server = DashboardServer.listen(ANY_PORT, meters, health, routes -> {});
  }

  @AfterEach
  void stop() {
    server.close();
    meters.close();
  }

  @Test
  void shouldServeMetricsThatPrometheusCanParse() throws Exception {
    HttpResponse<String> response = get("/metrics");

    assertThat(response.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    Map<String, Metric> metrics = parsed(response.body());
    assertThat(((Counter) metrics.get("contrastream_images_embedded_total")).getValue())
        .isEqualTo(42);
    assertThat(((Gauge) metrics.get("contrastream_batch_duration_mean_seconds")).getValue())
        .isEqualTo(0.25);
    assertThat(metrics).containsKey("jvm_threads_live_threads");
  }

  @Test
  void shouldReportLivenessAndReadiness() throws Exception {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);

    notReady = Optional.of("wait");
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(get("/health/ready").body()).contains("DOWN", "wait");

    notLive = Optional.of("broken");
    assertThat(get("/health/live").statusCode()).isEqualTo(503);
    assertThat(get("/health/live").body()).contains("broken");
  }

  @Test
  void shouldReportAPortInUse() {
    DashboardSettings same = new DashboardSettings(true, "127.0.0.1", server.port(), "", 1000);

    assertThatThrownBy(() -> DashboardServer.listen(same, meters, new Health(), routes -> {}))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("port " + server.port())
        .hasMessageContaining("dashboard.port");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nosuch.invalid", "203.0.113.1"})
  void shouldReportAHostThatIsNoAddressOfThisMachine(String host) {
    DashboardSettings elsewhere = new DashboardSettings(true, host, 0, "", 1000);

    assertThatThrownBy(() -> DashboardServer.listen(elsewhere, meters, new Health(), routes -> {}))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("dashboard.host is " + host)
        .hasMessageContaining("set it to 127.0.0.1");
  }

  @Test
  void shouldRefuseRequestsForOtherHosts() throws Exception {
    assertThat(answer(server, "/metrics", "evil.example"))
        .startsWith("HTTP/1.1 403")
        .doesNotContain("contrastream_");
  }

  @Test
  void shouldAnswerWhileManySendSlowly() throws Exception {
    String incomplete = "POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n\r\nx";
    try (DashboardServer echo =
        DashboardServer.listen(
            ANY_PORT,
            meters,
            new Health(),
            routes -> routes.post("/echo", context -> context.result(context.body())))) {
      List<Socket> slow = new ArrayList<>();
      try {
        for (int i = 0; i < MORE_THAN_THREADS; i++) {
          slow.add(new Socket("127.0.0.1", echo.port()));
          slow.get(i).getOutputStream().write(incomplete.getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(get(echo, "/health/live").statusCode()).isEqualTo(200);
      } finally {
        for (Socket socket : slow) {
          socket.close();
        }
      }
    }
  }

  /** {@code /} stands for the static files. */
  @ParameterizedTest
  @ValueSource(strings = {"/large", "/metrics", "/"})
  void shouldTellTheHealthWhileManyReadSlowly(String path) throws Exception {
    byte[] large = new byte[1 << 20];
    String requests = "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".formatted(path).repeat(500);
    List<Socket> slow = new ArrayList<>();
    try (DashboardServer pages =
        DashboardServer.listen(
            ANY_PORT,
            meters,
            new Health(),
            routes -> routes.get("/large", context -> context.result(large)))) {
      try {
        for (int i = 0; i < 2 * MORE_THAN_THREADS; i++) {
          slow.add(askWithoutReading(pages, requests));
        }

        for (int i = 0; i < 10; i++) {
          Thread.sleep(200);
          assertThat(answer(pages, "/health/live", "localhost")).startsWith("HTTP/1.1 200");
          assertThat(answer(pages, "/health/ready", "localhost")).startsWith("HTTP/1.1 200");
        }
      } finally {
        for (Socket socket : slow) {
          socket.close();
        }
      }
    }
  }

  private static String answer(DashboardServer server, String path, String host)
      throws IOException {
    String request = "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
      socket
          .getOutputStream()
          .write(request.formatted(path, host).getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Makes many requests at once and leaves the answers, which soon fill all buffers. */
  private static Socket askWithoutReading(DashboardServer server, String requests)
      throws Exception {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(1 << 12);
    socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
    socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private HttpResponse<String> get(String path) throws Exception {
    return get(server, path);
  }

  private static HttpResponse<String> get(DashboardServer server, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(server.url() + path)).timeout(TIMEOUT).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /** The last metric of each family, by the family's name. */
  private static Map<String, Metric> parsed(String text) {
    var walker = new CollectorPrometheusMetricsWalker();
    var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    new TextPrometheusMetricsProcessor(bytes, walker).walk();
    Map<String, Metric> metrics = new HashMap<>();
    for (MetricFamily family : walker.getAllMetricFamilies()) {
      family.getMetrics().forEach(metric -> metrics.put(family.getName(), metric));
    }
    return metrics;
  }
}
