package io.contrastream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.contrastream.testing.TestSettings;
import io.contrastream.topic.registry.SchemaRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Addresses of a dashboard. Neither Kafka nor a registry runs. */
class DashboardListeningTest {

  @Test
  void shouldListenWithoutKafka() throws Exception {
    try (SchemaRegistry registry = registry();
        Dashboard dashboard = start(registry, "dashboard.port=0")) {
      assertThat(status(dashboard.url().orElseThrow() + "/metrics")).isEqualTo(200);
    }
  }

  @Test
  void shouldListenOnAnIpv6Address() throws Exception {
    assumeTrue(canListenOn("::1"), "This machine has no IPv6");

    try (SchemaRegistry registry = registry();
        Dashboard dashboard = start(registry, "dashboard.port=0", "dashboard.host=::1")) {
      assertThat(dashboard.url().orElseThrow()).startsWith("http://[::1]:");
      assertThat(status(dashboard.url().orElseThrow() + "/health/live")).isEqualTo(200);
    }
  }

  @Test
  void shouldGoOnWithoutADashboardIfItCantListen() {
    try (SchemaRegistry registry = registry();
        Dashboard dashboard = start(registry, "dashboard.host=203.0.113.1")) {
      assertThat(dashboard.url()).isEmpty();
      assertThat(dashboard.problem().orElseThrow()).contains("dashboard.host is 203.0.113.1");
    }
  }

  @Test
  void shouldNotListenIfDisabled() {
    try (SchemaRegistry registry = registry();
        Dashboard dashboard = start(registry, "dashboard.enabled=false")) {
      assertThat(dashboard.url()).isEmpty();
    }
  }

  private static SchemaRegistry registry() {
    return SchemaRegistry.connect(TestSettings.offline().registry());
  }

  private static Dashboard start(SchemaRegistry registry, String... more) {
    return Dashboard.start(
        TestSettings.offline(more), registry, Optional.empty(), Optional.empty());
  }

  private static boolean canListenOn(String host) {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static int status(String url) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }
}
