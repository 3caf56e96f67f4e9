package io.contrastream.index;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Another instance that misbehaves. */
final class FakePeer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);

  @FunctionalInterface
  private interface Behaviour {
    void answer(HttpExchange exchange) throws IOException;
  }

  private FakePeer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.start();
  }

  private FakePeer with(Behaviour behaviour) {
    server.createContext("/", behaviour::answer);
    return this;
  }

  static FakePeer answering(int status, String body) {
    return new FakePeer()
        .with(
            exchange -> {
              byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
              exchange.getRequestBody().readAllBytes();
              exchange.sendResponseHeaders(status, bytes.length);
              exchange.getResponseBody().write(bytes);
              exchange.close();
            });
  }

  /** Hangs before the headers, or after them and the first byte of the body. */
  static FakePeer hanging(boolean afterHeaders) {
    FakePeer peer = new FakePeer();
    return peer.with(
        exchange -> {
          if (afterHeaders) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
          }
          peer.awaitClose();
        });
  }

  private void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    stop();
  }

  /** Ends all that hangs. */
  void stop() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
