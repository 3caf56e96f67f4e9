package io.contrastream.index;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.contrastream.config.IndexSettings;
import io.contrastream.http.Json;
import io.contrastream.index.Answer.Missing;
import io.contrastream.index.Answer.Reply;
import io.contrastream.lifecycle.RootCause;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the other instances, which have the other partitions, all at once. Nothing waits for their
 * answers here, and nothing that they answer makes it fail. Any thread may call.
 */
final class Peers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Peers.class);
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * A vector that another instance has.
   *
   * @param missing if there is none: those that did not answer, of which one may have it
   */
  record Lookup(Optional<float[]> vector, List<Missing> missing) {}

  static final String NEAREST = "/api/nearest";
  static final String VECTOR = "/api/vector";

  private final IndexSettings settings;
  private final PeerClient client;

  Peers(IndexSettings settings) {
    this.settings = settings;
    this.client = new PeerClient(settings);
  }

  /**
   * Searches the other instances.
   *
   * @param query the parameters of the search
   * @param space that it names
   */
  CompletableFuture<List<Reply>> search(String query, String space, float[] vector) {
    if (areUnknown()) {
      return CompletableFuture.completedFuture(List.of(new Reply(null, unknown())));
    }
    String body = Json.write(Map.of("vector", vector));
    List<CompletableFuture<Reply>> replies =
        settings.peers().stream()
            .map(
                peer ->
                    client
                        .post(peer, NEAREST + "?" + query, body)
                        .handle((response, failure) -> reply(peer, space, response, failure)))
            .toList();
    return whenAll(replies);
  }

  private boolean areUnknown() {
    return settings.peers().isEmpty() && settings.others() > 0;
  }

  private Missing unknown() {
    return new Missing(
        "index.peers", "it names none of the %d other instances".formatted(settings.others()));
  }

  private static <T> CompletableFuture<List<T>> whenAll(List<CompletableFuture<T>> all) {
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .thenApply(done -> all.stream().map(CompletableFuture::join).toList());
  }

  private Reply reply(String peer, String space, HttpResponse<String> response, Throwable failure) {
    if (failure != null || response.statusCode() != 200) {
      return new Reply(null, missing(peer, response, failure));
    }
    return answer(response.body())
        .filter(answer -> answer.isValid(space))
        .map(
            answer ->
                new Reply(
                    answer,
                    answer.partial()
                        ? new Missing(peer, "its index of this space still fills up")
                        : null))
        .orElseGet(() -> new Reply(null, noIndex(peer)));
  }

  private static Optional<Answer> answer(String body) {
    try {
      return Optional.ofNullable(JSON.readValue(body, Answer.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Missing noIndex(String peer) {
    return new Missing(peer, "its answer is not that of an index of this release");
  }

  private Missing missing(String peer, HttpResponse<String> response, Throwable failure) {
    if (failure != null) {
      LOG.debug("{} did not answer", peer, failure);
      return new Missing(peer, reason(RootCause.of(failure)));
    }
    return new Missing(
        peer, "it answered with status %d%s".formatted(response.statusCode(), error(response)));
  }

  private String reason(Throwable failure) {
    if (failure instanceof TimeoutException || failure instanceof HttpTimeoutException) {
      return "it did not answer within %d ms".formatted(settings.peerTimeout().toMillis());
    }
    return failure instanceof ConnectException
        ? "it cannot be reached"
        : RootCause.message(failure);
  }

  private static String error(HttpResponse<String> response) {
    try {
      String error = JSON.readTree(response.body()).path("error").asText();
      return error.isEmpty() ? "" : ": " + error;
    } catch (IOException e) {
      return "";
    }
  }

  /** What one instance says about a vector: it has it, or it may have it, or neither. */
  private record Share(Optional<float[]> vector, Optional<Missing> missing) {}

  /**
   * Asks the other instances for the vector of an input. The first one that has it is enough.
   *
   * @param query the parameters of the lookup
   */
  CompletableFuture<Lookup> vector(String query, int dimension) {
    if (areUnknown()) {
      return CompletableFuture.completedFuture(new Lookup(Optional.empty(), List.of(unknown())));
    }
    List<CompletableFuture<Share>> shares =
        settings.peers().stream()
            .map(
                peer ->
                    client
                        .get(peer, VECTOR + "?" + query)
                        .handle((response, failure) -> share(peer, dimension, response, failure)))
            .toList();
    CompletableFuture<Lookup> result = new CompletableFuture<>();
    for (CompletableFuture<Share> each : shares) {
      each.thenAccept(
          share ->
              share
                  .vector()
                  .ifPresent(it -> result.complete(new Lookup(share.vector(), List.of()))));
    }
    whenAll(shares)
        .thenAccept(
            all ->
                result.complete(
                    new Lookup(
                        Optional.empty(),
                        all.stream().flatMap(share -> share.missing().stream()).toList())));
    return result;
  }

  private Share share(
      String peer, int dimension, HttpResponse<String> response, Throwable failure) {
    if (failure == null && response.statusCode() == 404) {
      return new Share(Optional.empty(), Optional.empty());
    }
    if (failure != null || response.statusCode() != 200) {
      return new Share(Optional.empty(), Optional.of(missing(peer, response, failure)));
    }
    Optional<float[]> vector = vectorIn(response.body(), dimension);
    return new Share(vector, vector.isPresent() ? Optional.empty() : Optional.of(noIndex(peer)));
  }

  private static Optional<float[]> vectorIn(String body, int dimension) {
    try {
      return VectorJson.read(JSON.readTree(body).path("vector"), dimension);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
