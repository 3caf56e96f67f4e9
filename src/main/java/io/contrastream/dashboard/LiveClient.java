package io.contrastream.dashboard;

import io.javalin.http.sse.SseClient;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/**
 * A browser on the live stream. Its events wait in a short queue, so that a slow browser delays
 * nobody else. Any thread may call.
 */
final class LiveClient {
  private static final int MAX_QUEUED = 20;

  private final SseClient client;
  private final Executor sender;
  private final Deque<String> queue = new ArrayDeque<>();
  private boolean sending;

  /**
   * @param sender runs the blocking writes to the browser
   */
  LiveClient(SseClient client, Executor sender) {
    this.client = client;
    this.sender = sender;
  }

  /** Queues an event. Disconnects a browser whose queue is full; its page then reconnects. */
  synchronized void send(String event) {
    if (queue.size() >= MAX_QUEUED) {
      client.close();
      return;
    }
    queue.add(event);
    if (!sending) {
      sending = true;
      sender.execute(this::sendAll);
    }
  }

  private void sendAll() {
    for (String event = next(); event != null; event = next()) {
      client.sendEvent("tick", event);
    }
  }

  private synchronized String next() {
    String event = client.terminated() ? null : queue.poll();
    sending = event != null;
    return event;
  }

  boolean isGone() {
    return client.terminated();
  }

  void close() {
    client.close();
  }
}
