package io.contrastream.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BufferedRequestHandlerTest {
  private Javalin server;

  @BeforeEach
  void start() {
    server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.jetty.modifyServer(
                  jetty ->
                      jetty.setHandler(new BufferedRequestHandler(1000, new PageThreads("test"))));
              config.jetty.addConnector(
                  (jetty, http) -> {
                    ServerConnector quick =
                        new ServerConnector(jetty, new HttpConnectionFactory(http));
                    quick.setHost("127.0.0.1");
                    quick.setIdleTimeout(500);
                    return quick;
                  });
              config.routes.post("/echo", context -> context.result(context.body()));
            });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void shouldAnswerARequestWithItsWholeBody() throws Exception {
    assertThat(answer("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nxy"))
        .startsWith("HTTP/1.1 200")
        .endsWith("xy");
  }

  @Test
  void shouldFailARequestWhoseBodyStalls() throws Exception {
    assertThat(answer("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nx"))
        .doesNotContain("HTTP/1.1 200");
  }

  /** Reads until the server closes the connection, which it does after the idle timeout. */
  private String answer(String request) throws Exception {
    try (Socket client = new Socket("127.0.0.1", server.port())) {
      client.setSoTimeout(60_000);
      client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = client.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
