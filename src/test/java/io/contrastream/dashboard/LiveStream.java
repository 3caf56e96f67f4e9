package io.contrastream.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reads the live stream of a dashboard, as its page does. */
final class LiveStream implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BufferedReader lines;

  /**
   * @param url of the dashboard
   */
  LiveStream(String url) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/api/live"))
            .header("Accept", "text/event-stream")
            .timeout(Duration.ofMinutes(2))
            .build();
    lines =
        new BufferedReader(
            new InputStreamReader(
                HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream()).body(),
                StandardCharsets.UTF_8));
  }

  /** Waits for the next event and returns its data. */
  JsonNode next() throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("data:")) {
        return JSON.readTree(line.substring("data:".length()));
      }
    }
    throw new AssertionError("The stream has ended");
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
