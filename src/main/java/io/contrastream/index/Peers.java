package io.contrastream.index;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.contrastream.config.IndexSettings;
import io.contrastream.http.Json;
import io.contrastream.index.Answer.Missing;
import io.contrastream.index.Answer.Reply;
import io.contrastream.lifecycle.RootCause;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the other instances, which have the other partitions, all at once. Any thread may call. */
final class Peers {
  private static final Logger LOG = LoggerFactory.getLogger(Peers.class);
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * A vector that another instance has.
   *
   * @param missing those that did not answer, of which one may have it
   */
  record Lookup(Optional<float[]> vector, List<Missing> missing) {}

  private final IndexSettings settings;
  private final HttpClient client;

  Peers(IndexSettings settings) {
    this.settings = settings;
    this.client = HttpClient.newBuilder().connectTimeout(settings.peerTimeout()).build();
  }

  /**
   * Searches the other instances. Does not wait for their answers, and never fails.
   *
   * @param query the parameters of the search
   */
  CompletableFuture<List<Reply>> search(String query, float[] vector) {
    String body = Json.write(Map.of("vector", vector));
    List<CompletableFuture<Reply>> replies =
        settings.peers().stream()
            .map(
                peer ->
                    send(request(peer, "/api/nearest?" + query).POST(BodyPublishers.ofString(body)))
                        .handle((response, failure) -> reply(peer, response, failure)))
            .toList();
    return CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))
        .thenApply(done -> replies.stream().map(CompletableFuture::join).toList());
  }

  private static Reply reply(String peer, HttpResponse<String> response, Throwable failure) {
    if (failure != null || response.statusCode() != 200) {
      return new Reply(null, missing(peer, response, failure));
    }
    try {
      Answer answer = JSON.readValue(response.body(), Answer.class);
      Missing missing =
          answer.partial() ? new Missing(peer, "its index of this space still fills up") : null;
      return new Reply(answer, missing);
    } catch (IOException e) {
      return new Reply(null, missing(peer, response, e));
    }
  }

  private static Missing missing(String peer, HttpResponse<String> response, Throwable failure) {
    if (failure != null) {
      LOG.debug("{} did not answer", peer, failure);
      String message = RootCause.message(failure);
      return new Missing(peer, message == null ? "it can't be reached" : message);
    }
    return new Missing(
        peer, "it answered with status %d%s".formatted(response.statusCode(), error(response)));
  }

  private static String error(HttpResponse<String> response) {
    try {
      String error = JSON.readTree(response.body()).path("error").asText();
      return error.isEmpty() ? "" : ": " + error;
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Asks the other instances for the vector of an input.
   *
   * @param query the parameters of the lookup
   */
  Lookup vector(String query) {
    record Found(float[] vector, Missing missing) {}
    List<CompletableFuture<Found>> answers =
        settings.peers().stream()
            .map(
                peer ->
                    send(request(peer, "/api/vector?" + query).GET())
                        .handle(
                            (response, failure) -> {
                              boolean isAbsent = failure == null && response.statusCode() == 404;
                              float[] vector = failure == null ? vector(response) : null;
                              return new Found(
                                  vector,
                                  vector == null && !isAbsent
                                      ? missing(peer, response, failure)
                                      : null);
                            }))
            .toList();
    List<Found> found = answers.stream().map(CompletableFuture::join).toList();
    return new Lookup(
        found.stream().map(Found::vector).filter(each -> each != null).findFirst(),
        found.stream().map(Found::missing).filter(each -> each != null).toList());
  }

  private static float[] vector(HttpResponse<String> response) {
    try {
      JsonNode numbers = JSON.readTree(response.body()).get("vector");
      return response.statusCode() == 200 ? JSON.treeToValue(numbers, float[].class) : null;
    } catch (IOException e) {
      return null;
    }
  }

  private HttpRequest.Builder request(String peer, String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(peer.replaceFirst("/$", "") + path))
            .timeout(settings.peerTimeout())
            .header("Content-Type", "application/json");
    return settings.token().isEmpty()
        ? request
        : request.header("Authorization", "Bearer " + settings.token());
  }

  private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
    return client.sendAsync(request.build(), BodyHandlers.ofString());
  }
}
