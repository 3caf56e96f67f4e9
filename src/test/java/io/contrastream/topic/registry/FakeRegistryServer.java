package io.contrastream.topic.registry;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Gives prepared answers in turn and repeats the last; records the requests. */
final class FakeRegistryServer implements AutoCloseable {
  record Answer(int status, String body) {}

  private final HttpServer server;
  private final String scheme;
  private final Queue<Answer> answers = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private final List<String> authorizations = new ArrayList<>();
  private final List<String> bodies = new ArrayList<>();
  private final List<Headers> headers = new ArrayList<>();

  FakeRegistryServer() throws IOException {
    this(HttpServer.create(anyPort(), 0), "http://");
  }

  private FakeRegistryServer(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts a server that speaks TLS and accepts only clients that the context trusts. */
  static FakeRegistryServer secure(SSLContext context) throws IOException {
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters needed = context.getDefaultSSLParameters();
            needed.setNeedClientAuth(true);
            parameters.setSSLParameters(needed);
          }
        });
    return new FakeRegistryServer(server, "https://");
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  FakeRegistryServer answer(int status, String body) {
    answers.add(new Answer(status, body));
    return this;
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  String url() {
    return scheme + host();
  }

  List<String> requests() {
    return requests;
  }

  List<String> authorizations() {
    return authorizations;
  }

  List<String> bodies() {
    return bodies;
  }

  List<Headers> headers() {
    return headers;
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath());
    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
    headers.add(exchange.getRequestHeaders());
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    Answer answer = answers.size() > 1 ? answers.remove() : answers.element();
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
