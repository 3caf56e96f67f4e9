package io.contrastream.dashboard;

import io.javalin.http.sse.SseClient;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/**
 * A browser that watches. What it is told waits in a short queue, so that one that reads slowly
 * holds up nobody. Any thread may call.
 */
final class LiveClient {
  private static final int MOST_WAITING = 20;

  private final SseClient client;
  private final Executor sender;
  private final Deque<String> waiting = new ArrayDeque<>();
  private boolean sending;

  /**
   * @param sender runs what may wait for the browser
   */
  LiveClient(SseClient client, Executor sender) {
    this.client = client;
    this.sender = sender;
  }

  /** Never waits. Who is far behind is let go; its page comes back and begins anew. */
  synchronized void tell(String text) {
    if (waiting.size() >= MOST_WAITING) {
      client.close();
      return;
    }
    waiting.add(text);
    if (!sending) {
      sending = true;
      sender.execute(this::sendAll);
    }
  }

  private void sendAll() {
    for (String text = next(); text != null; text = next()) {
      client.sendEvent("tick", text);
    }
  }

  private synchronized String next() {
    String text = client.terminated() ? null : waiting.poll();
    sending = text != null;
    return text;
  }

  boolean isGone() {
    return client.terminated();
  }

  void close() {
    client.close();
  }
}
