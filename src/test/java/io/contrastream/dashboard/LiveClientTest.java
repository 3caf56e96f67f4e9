package io.contrastream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.DashboardSettings;
import io.contrastream.telemetry.Health;
import io.contrastream.telemetry.Meters;
import io.javalin.http.sse.SseClient;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveClientTest {
  private static final String REQUEST =
      "GET /live HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";

  private final Meters meters = new Meters();
  private final ExecutorService sender = Executors.newCachedThreadPool();
  private final CompletableFuture<LiveClient> joined = new CompletableFuture<>();
  private DashboardServer server;

  @BeforeEach
  void start() {
    server =
        DashboardServer.listen(
            new DashboardSettings(true, "127.0.0.1", 0, "", 1000),
            meters,
            new Health(),
            routes -> routes.sse("/live", this::join));
  }

  private void join(SseClient client) {
    client.keepAlive();
    joined.complete(new LiveClient(client, sender));
  }

  @AfterEach
  void stop() {
    server.close();
    meters.close();
    sender.shutdownNow();
  }

  @Test
  void shouldSendEventsInOrder() throws Exception {
    try (Socket browser = browser()) {
      LiveClient client = joined.get(1, TimeUnit.MINUTES);

      client.send("one");
      client.send("two");

      assertThat(readUntil(browser, "two")).containsSubsequence("data: one", "data: two");
    }
  }

  /** Each event is larger than the buffers of the sockets. */
  @Test
  void shouldDisconnectABrowserThatDoesNotRead() throws Exception {
    try (Socket browser = browser()) {
      LiveClient client = joined.get(1, TimeUnit.MINUTES);
      String large = "x".repeat(16 << 20);

      for (int sent = 0; sent < 50 && !client.isGone(); sent++) {
        client.send(large);
      }

      assertThat(browser.isClosed()).isFalse();
      assertThat(client.isGone()).isTrue();
    }
  }

  private Socket browser() throws Exception {
    Socket browser = new Socket("127.0.0.1", server.port());
    browser.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
    return browser;
  }

  private static String readUntil(Socket browser, String end) throws Exception {
    browser.setSoTimeout(60_000);
    InputStream in = browser.getInputStream();
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      int next = in.read();
      assertThat(next).as("after " + text).isNotNegative();
      text.append((char) next);
    }
    return text.toString();
  }
}
