package io.contrastream.bench.dashboard;

import io.contrastream.bench.BenchException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Reads a dashboard's event stream as the page does, on a thread of its own, and its metrics as
 * Prometheus does, when told to. One thread calls.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // a single thread writes them
final class DashboardVisitor implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final String url;
  private final InputStream events;
  private final Thread reader;
  private volatile long bytes;

  /**
   * @param url URL of the page
   * @throws BenchException if the dashboard does not answer
   */
  DashboardVisitor(String url) throws InterruptedException {
    this.url = url;
    events = get("/api/live", "text/event-stream");
    reader = new Thread(this::read, "dashboard-visitor");
    reader.start();
  }

  private void read() {
    byte[] buffer = new byte[1 << 16];
    try {
      for (int read = events.read(buffer); read >= 0; read = events.read(buffer)) {
        bytes += read;
      }
    } catch (IOException e) {
      return; // closed
    }
  }

  /** Bytes of the event stream read so far. */
  long bytes() {
    return bytes;
  }

  /**
   * Reads the metrics.
   *
   * @throws BenchException if the dashboard does not serve them
   */
  void scrape() throws InterruptedException {
    try (InputStream metrics = get("/metrics", "text/plain")) {
      metrics.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private InputStream get(String path, String type) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path)).header("Accept", type).build();
    try {
      var response = http.send(request, BodyHandlers.ofInputStream());
      if (response.statusCode() == 200) {
        return response.body();
      }
      throw new BenchException(
          "The dashboard answered %d to %s".formatted(response.statusCode(), path));
    } catch (IOException e) {
      throw new BenchException("The dashboard does not answer at %s: %s".formatted(url, e));
    }
  }

  @Override
  public void close() {
    try {
      events.close();
      reader.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
