package io.contrastream.index;

import io.contrastream.config.IndexSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Sends requests to other instances. Each ends within the timeout, with its answer or a failure, on
 * a thread of this class. Any thread may call.
 */
final class PeerClient implements AutoCloseable {
  private final IndexSettings settings;
  private final ExecutorService threads = Executors.newCachedThreadPool(PeerClient::thread);
  private final HttpClient client;

  PeerClient(IndexSettings settings) {
    this.settings = settings;
    this.client =
        HttpClient.newBuilder().executor(threads).connectTimeout(settings.peerTimeout()).build();
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "index-peers");
    thread.setDaemon(true);
    return thread;
  }

  CompletableFuture<HttpResponse<String>> get(String peer, String path) {
    return send(request(peer, path).GET());
  }

  CompletableFuture<HttpResponse<String>> post(String peer, String path, String body) {
    return send(
        request(peer, path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String peer, String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(peer.replaceFirst("/$", "") + path));
    return settings.token().isEmpty()
        ? request
        : request.header("Authorization", "Bearer " + settings.token());
  }

  /**
   * The timeout of a request of Java's client ends with the headers; this one is for the body, too.
   */
  private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
    CompletableFuture<HttpResponse<String>> sent =
        client.sendAsync(request.build(), BodyHandlers.ofString());
    return sent.copy()
        .orTimeout(settings.peerTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .whenCompleteAsync(
            (response, failure) -> {
              if (failure != null) {
                sent.cancel(true);
              }
            },
            threads);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
