package io.contrastream.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.contrastream.image.Digit;
import io.contrastream.neighbours.NeighbourIndex;
import io.contrastream.neighbours.Neighbours;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.topic.FloatVector;
import io.contrastream.topic.TraceContext;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.UnsupportedMediaTypeResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;

/** {@code POST /api/images} and {@code GET /api/nearest}. */
record NeighbourRoutes(LiveFeed feed, EmbeddingClient client, Neighbours neighbours) {
  private static final int DEFAULT_COUNT = 10;
  private static final int MAX_COUNT = 100;

  /**
   * @param place on the map, or null if it shows another checkpoint
   * @param indexed number of embeddings searched
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Answer(
      String imageId,
      String checkpoint,
      List<Float> vector,
      EmbeddingMap.Dot place,
      Long tookMs,
      int indexed,
      List<NeighbourIndex.Neighbour> neighbours) {}

  void addTo(RoutesConfig routes) {
    routes.post("/api/images", this::embed);
    routes.get("/api/nearest", this::nearest);
  }

  private void embed(Context context) {
    // Pages of other sites can't send this type without a CORS preflight, which fails here.
    String type = context.contentType();
    if (type == null || !type.startsWith("application/json")) {
      throw new UnsupportedMediaTypeResponse("Send JSON, with Content-Type: application/json");
    }
    JsonNode body = Json.parseObject(context.body());
    if (!body.path("pixels").isTextual()) {
      throw new BadRequestResponse(
          "pixels is missing: send %d bytes, row by row, in Base64".formatted(Digit.PIXELS));
    }
    int count = count(context);
    DigitImage image = EmbeddingClient.image(body.get("pixels").asText(), label(body));
    Headers trace = trace(context);
    context.future(
        () -> client.embedAsync(image, trace).thenAccept(it -> answer(context, image, it, count)));
  }

  private void answer(
      Context context, DigitImage image, EmbeddingClient.Embedded embedded, int count) {
    ImageEmbedding embedding = embedded.embedding();
    feed.images().add(image);
    NeighbourIndex index = neighbours.index(embedding.getCheckpointId()).orElse(null);
    float[] vector = FloatVector.floats(embedding.getVector());
    Json.answer(
        context,
        new Answer(
            image.getImageId(),
            embedding.getCheckpointId(),
            embedding.getVector(),
            feed.place(embedding),
            embedded.tookMs(),
            index == null ? 0 : index.size(),
            index == null ? List.of() : index.nearest(vector, count)));
  }

  private static Integer label(JsonNode body) {
    JsonNode label = body.path("label");
    if (label.isMissingNode() || label.isNull()) {
      return null;
    }
    if (!label.canConvertToInt() || !label.isIntegralNumber()) {
      throw EmbeddingClient.invalidLabel(label);
    }
    return label.intValue();
  }

  /** Reads the request's trace context and returns its parent in the response, come what may. */
  private static Headers trace(Context context) {
    Headers trace =
        TraceContext.of(context.header(TraceContext.PARENT), context.header(TraceContext.STATE));
    String parent = TraceContext.parent(trace);
    if (parent != null) {
      context.header(TraceContext.PARENT, parent);
    }
    return trace;
  }

  private void nearest(Context context) {
    int count = count(context);
    NeighbourIndex index = index(context.queryParam("checkpoint"));
    String image = context.queryParam("image");
    String text = context.queryParam("vector");
    if ((image == null) == (text == null)) {
      throw new BadRequestResponse(
          "Give either image=ID or vector=, followed by numbers separated by commas");
    }
    float[] vector =
        image == null
            ? vector(text, index.dimension())
            : found(index.vector(image), "The index does not hold that image");
    Json.answer(
        context,
        new Answer(
            image,
            index.checkpoint(),
            null,
            null,
            null,
            index.size(),
            index.nearest(vector, count)));
  }

  /**
   * @param checkpoint null for the index that serves
   */
  private NeighbourIndex index(String checkpoint) {
    return checkpoint == null
        ? found(neighbours.index(), "No embedding has been seen yet")
        : found(
            neighbours.index(checkpoint), "No embedding of that checkpoint has been seen recently");
  }

  private static <T> T found(Optional<T> value, String problem) {
    return value.orElseThrow(() -> new NotFoundResponse(problem));
  }

  private static float[] vector(String text, int dimension) {
    try {
      float[] vector = FloatVector.floats(Stream.of(text.split(",")).map(Float::valueOf).toList());
      if (vector.length == dimension && NeighbourIndex.hasDirection(vector)) {
        return vector;
      }
    } catch (NumberFormatException e) {
      // answered below
    }
    throw new BadRequestResponse(
        "vector must be %d finite numbers separated by commas, not all of them 0"
            .formatted(dimension));
  }

  private static int count(Context context) {
    String text = context.queryParam("k");
    if (text == null) {
      return DEFAULT_COUNT;
    }
    int count = text.matches("\\d{1,3}") ? Integer.parseInt(text) : 0;
    if (count < 1 || count > MAX_COUNT) {
      throw new BadRequestResponse("k is %s, allowed is 1 to %d".formatted(text, MAX_COUNT));
    }
    return count;
  }
}
