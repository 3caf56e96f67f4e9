package io.contrastream.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests the page and the metrics once, on a thread of its own, so that the first visitor does
 * not wait for classes to be loaded, which takes most of a second.
 */
final class Warmup {
  private static final Logger LOG = LoggerFactory.getLogger(Warmup.class);
  private static final int TIMEOUT_MS = 5000;
  private static final List<String> PATHS = List.of("/", "/app.js", "/health/live", "/metrics");

  private Warmup() {}

  static void of(String url) {
    DaemonThreads.named("dashboard-warmup")
        .newThread(() -> PATHS.forEach(path -> get(url + path)))
        .start();
  }

  private static void get(String url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MS);
      connection.setReadTimeout(TIMEOUT_MS);
      try (InputStream in = connection.getInputStream()) {
        in.readAllBytes();
      }
    } catch (IOException e) {
      LOG.debug("The warm-up request to {} failed", url, e);
    }
  }
}
