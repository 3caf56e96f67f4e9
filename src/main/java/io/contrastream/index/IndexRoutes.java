package io.contrastream.index;

import io.contrastream.http.Json;
import io.contrastream.index.Answer.Missing;
import io.contrastream.index.Answer.Reply;
import io.contrastream.neighbours.NeighbourIndex;
import io.contrastream.neighbours.search.Found;
import io.contrastream.neighbours.search.Question;
import io.contrastream.neighbours.search.Wanted;
import io.contrastream.telemetry.LatencyHistogram;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.ServiceUnavailableResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The searches. Unless {@code local=true} is given, other instances are asked, too. */
record IndexRoutes(IndexStore store, Peers peers, LatencyHistogram latencies) {
  private static final String SPACE = "space";
  private static final String LOCAL = "local";

  /** The parameters that the other instances get as they are. */
  private static final List<String> PASSED_ON = List.of("k", "modality", "label", "from", "to");

  void addTo(RoutesConfig routes) {
    routes.get(Peers.NEAREST, this::nearest);
    routes.post(Peers.NEAREST, this::nearestToBody);
    routes.get(Peers.VECTOR, this::vector);
  }

  private void nearest(Context context) {
    Wanted wanted = Wanted.of(context);
    Question question = Question.of(context);
    if (hasNothingFor(context)) {
      answerNothing(context);
      return;
    }
    NeighbourIndex index = index(context);
    if (question.name().equals(Question.TEXT)) {
      throw new BadRequestResponse(
          "This process embeds nothing: ask a processor's dashboard, or give a vector");
    }
    if (question.name().equals(Question.VECTOR)) {
      float[] vector = question.vector(index.dimension());
      answer(context, null, index, CompletableFuture.completedFuture(vector), wanted);
    } else {
      answer(context, question, index, vectorOf(question, index, context), wanted);
    }
  }

  private void nearestToBody(Context context) {
    Wanted wanted = Wanted.of(context);
    if (hasNothingFor(context)) {
      answerNothing(context);
      return;
    }
    NeighbourIndex index = index(context);
    float[] vector =
        VectorJson.read(Json.parseObject(context.body()).path("vector"), index.dimension())
            .orElseThrow(
                () ->
                    new BadRequestResponse(
                        "vector must be a list of %d finite numbers, not all of them 0"
                            .formatted(index.dimension())));
    answer(context, null, index, CompletableFuture.completedFuture(vector), wanted);
  }

  /** Whether another instance asks, and this one has nothing of the space. */
  private boolean hasNothingFor(Context context) {
    String space = context.queryParam(SPACE);
    return isLocal(context)
        && space != null
        && store.isLoaded()
        && store.spaces().index(space).isEmpty();
  }

  private void answerNothing(Context context) {
    String space = context.queryParam(SPACE);
    Json.answer(context, new Answer(null, null, space, 0, !isWhole(space), List.of(), List.of()));
  }

  private boolean isWhole(String space) {
    return store.isReady() && store.spaces().isWhole(space);
  }

  private NeighbourIndex index(Context context) {
    if (!store.isLoaded()) {
      throw new ServiceUnavailableResponse("The index is being loaded");
    }
    String space = context.queryParam(SPACE);
    return space == null
        ? store
            .spaces()
            .answering()
            .orElseThrow(() -> new NotFoundResponse("No embedding has been indexed yet"))
        : store
            .spaces()
            .index(space)
            .orElseThrow(() -> new NotFoundResponse("No embedding of that space is indexed"));
  }

  private static boolean isLocal(Context context) {
    return "true".equals(context.queryParam(LOCAL));
  }

  private CompletableFuture<float[]> vectorOf(
      Question question, NeighbourIndex index, Context context) {
    Optional<float[]> own = index.vector(question.modality().orElseThrow(), question.value());
    if (own.isPresent() || isLocal(context)) {
      return CompletableFuture.completedFuture(own.orElseThrow(() -> absent(question)));
    }
    String query = parameters(Map.of(question.name(), question.value(), SPACE, index.space()));
    return peers
        .vector(query, index.dimension())
        .thenApply(
            lookup -> {
              if (lookup.vector().isEmpty() && !lookup.missing().isEmpty()) {
                throw unknown(question, lookup.missing());
              }
              return lookup.vector().orElseThrow(() -> absent(question));
            });
  }

  private static ServiceUnavailableResponse unknown(Question question, List<Missing> missing) {
    return new ServiceUnavailableResponse(
        "This instance does not hold that %s, and others that may hold it do not answer: %s"
            .formatted(
                question.name(),
                missing.stream().map(Missing::peer).collect(Collectors.joining(", "))));
  }

  private static NotFoundResponse absent(Question question) {
    return new NotFoundResponse("The index does not hold that " + question.name());
  }

  private void answer(
      Context context,
      Question question,
      NeighbourIndex index,
      CompletableFuture<float[]> vector,
      Wanted wanted) {
    long startNs = System.nanoTime();
    String query = passedOn(context, index);
    boolean local = isLocal(context);
    CompletableFuture<Answer> answer =
        vector.thenCompose(
            numbers -> {
              CompletableFuture<List<Reply>> replies =
                  local
                      ? CompletableFuture.completedFuture(List.of())
                      : peers.search(query, index.space(), numbers);
              Answer own = own(question, index, wanted, numbers);
              return replies.thenApply(others -> own.with(others, wanted.count()));
            });
    respond(
        context,
        answer.whenComplete(
            (done, failure) -> latencies.record((System.nanoTime() - startNs) / 1e6)));
  }

  /** No thread waits for other instances: two whose threads all wait would wait for each other. */
  private static void respond(Context context, CompletableFuture<?> body) {
    if (body.isDone() && !body.isCompletedExceptionally()) {
      Json.answer(context, body.join());
    } else {
      context.future(() -> body.thenAccept(value -> Json.answer(context, value)));
    }
  }

  private Answer own(Question question, NeighbourIndex index, Wanted wanted, float[] vector) {
    List<Found> found =
        wanted.in(index, vector).stream().map(near -> Found.of(near, null)).toList();
    return new Answer(
        question == null ? null : question.value(),
        question == null ? null : question.name(),
        index.space(),
        index.size(),
        !isWhole(index.space()),
        List.of(),
        found);
  }

  private static String passedOn(Context context, NeighbourIndex index) {
    List<String> parameters = new ArrayList<>();
    parameters.add(parameters(Map.of(SPACE, index.space())));
    for (String name : PASSED_ON) {
      if (context.queryParam(name) != null) {
        parameters.add(name + "=" + encoded(context.queryParam(name)));
      }
    }
    return String.join("&", parameters);
  }

  private static String parameters(Map<String, String> values) {
    return Stream.concat(
            Stream.of(LOCAL + "=true"),
            values.entrySet().stream().map(each -> each.getKey() + "=" + encoded(each.getValue())))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A unit vector of an indexed input. */
  private record Vector(String space, float[] vector) {}

  private void vector(Context context) {
    Question question = Question.of(context);
    if (question.modality().isEmpty()) {
      throw new BadRequestResponse("Give image=ID, caption=ID or sound=ID");
    }
    NeighbourIndex index = index(context);
    respond(
        context,
        vectorOf(question, index, context)
            .thenApply(numbers -> new Vector(index.space(), numbers)));
  }
}
