package io.contrastream.dashboard;

import io.contrastream.http.Json;
import io.javalin.http.sse.SseClient;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** The browsers on the live stream. Any thread may call; no call waits for a browser. */
final class LiveClients {
  private static final int MAX_CLIENTS = 50;

  private final Queue<LiveClient> clients = new ConcurrentLinkedQueue<>();
  private final ExecutorService sender =
      Executors.newCachedThreadPool(DaemonThreads.named("dashboard-sender"));

  /** Adds a browser, or turns it away with a {@code full} event if there are too many. */
  void add(SseClient client, Supplier<Tick> snapshot) {
    if (clients.size() >= MAX_CLIENTS) {
      client.sendEvent("full", "{}");
      client.close();
      return;
    }
    client.keepAlive();
    LiveClient added = new LiveClient(client, sender);
    client.onClose(() -> clients.remove(added));
    added.send(Json.write(snapshot.get()));
    clients.add(added);
  }

  void send(Tick tick) {
    clients.removeIf(LiveClient::isGone);
    if (!clients.isEmpty()) {
      String event = Json.write(tick);
      clients.forEach(client -> client.send(event));
    }
  }

  void close() {
    clients.forEach(LiveClient::close);
    sender.shutdownNow();
  }
}
