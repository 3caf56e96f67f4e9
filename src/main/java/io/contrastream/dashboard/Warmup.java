package io.contrastream.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for the page and the meters once, so that the first who does need not wait for classes to be
 * loaded: that takes most of a second. A thread of its own asks.
 */
final class Warmup {
  private static final Logger LOG = LoggerFactory.getLogger(Warmup.class);
  private static final int PATIENCE_MS = 5000;
  private static final List<String> PATHS = List.of("/", "/app.js", "/health/live", "/metrics");

  private Warmup() {}

  /**
   * @param url of the page
   */
  static void to(String url) {
    Thread thread = new Thread(() -> PATHS.forEach(path -> get(url + path)), "dashboard-visit");
    thread.setDaemon(true);
    thread.start();
  }

  private static void get(String address) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(address).toURL().openConnection();
      connection.setConnectTimeout(PATIENCE_MS);
      connection.setReadTimeout(PATIENCE_MS);
      try (InputStream in = connection.getInputStream()) {
        in.readAllBytes();
      }
    } catch (IOException e) {
      LOG.debug("{} was not there for the first visit", address, e);
    }
  }
}
