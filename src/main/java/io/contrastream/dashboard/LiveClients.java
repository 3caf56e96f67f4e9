package io.contrastream.dashboard;

import io.javalin.http.sse.SseClient;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Browsers that watch. Any thread may call; none waits for a browser. */
final class LiveClients {
  private static final int MOST = 50;

  private final Queue<LiveClient> clients = new ConcurrentLinkedQueue<>();
  private final ExecutorService sender =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "dashboard-sender");
            thread.setDaemon(true);
            return thread;
          });

  /** Sends to a new one all that is kept, and from then on what is new. */
  void add(SseClient client, Supplier<Tick> all) {
    if (clients.size() >= MOST) {
      client.sendEvent("full", "{}");
      client.close();
      return;
    }
    client.keepAlive();
    LiveClient added = new LiveClient(client, sender);
    client.onClose(() -> clients.remove(added));
    added.tell(Json.text(all.get()));
    clients.add(added);
  }

  void send(Tick tick) {
    clients.removeIf(LiveClient::isGone);
    if (!clients.isEmpty()) {
      String text = Json.text(tick);
      clients.forEach(client -> client.tell(text));
    }
  }

  void close() {
    clients.forEach(LiveClient::close);
    sender.shutdownNow();
  }
}
