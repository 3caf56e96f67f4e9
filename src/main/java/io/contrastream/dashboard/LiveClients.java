package io.contrastream.dashboard;

import io.javalin.http.sse.SseClient;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Browsers that watch. Any thread may call. */
final class LiveClients {
  private static final int MOST = 50;

  private final Queue<SseClient> clients = new ConcurrentLinkedQueue<>();

  /** Sends to a new one all that is kept, and from then on what is new. */
  void add(SseClient client, Supplier<Tick> all) {
    if (clients.size() >= MOST) {
      client.sendEvent("full", "{}");
      client.close();
      return;
    }
    client.keepAlive();
    client.onClose(() -> clients.remove(client));
    client.sendEvent("tick", Json.text(all.get()));
    clients.add(client);
  }

  void send(Tick tick) {
    if (!clients.isEmpty()) {
      String text = Json.text(tick);
      clients.forEach(client -> client.sendEvent("tick", text));
      clients.removeIf(SseClient::terminated);
    }
  }

  void close() {
    clients.forEach(SseClient::close);
  }
}
