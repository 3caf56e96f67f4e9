package io.contrastream.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;

/** {@code POST /api/images} and {@code GET /api/nearest}. */
record NeighbourRoutes(LiveFeed feed, EmbeddingClient desk, Neighbours neighbours) {
  private static final int COUNT = 10;
  private static final int MOST = 100;

  /**
   * @param place on the map; null where it shows another checkpoint
   * @param indexed how many embeddings were searched
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
    // A page of another site may not send this type without asking first, which nobody answers.
    String type = context.contentType();
    if (type == null || !type.startsWith("application/json")) {
      throw new UnsupportedMediaTypeResponse("Send JSON, as Content-Type: application/json");
    }
    JsonNode body = Json.object(context.body());
    if (!body.path("pixels").isTextual()) {
      throw new BadRequestResponse("pixels is missing: 784 bytes, row by row, in Base64");
    }
    int count = count(context);
    DigitImage image = EmbeddingClient.image(body.get("pixels").asText(), label(body));
    Headers trace = trace(context);
    context.future(
        () -> desk.later(image, trace).thenAccept(it -> answer(context, image, it, count)));
  }

  private void answer(
      Context context, DigitImage image, EmbeddingClient.Embedded embedded, int count) {
    ImageEmbedding embedding = embedded.embedding();
    feed.pictures().add(image);
    NeighbourIndex index = neighbours.index(embedding.getCheckpointId()).orElse(null);
    float[] vector = FloatVector.floats(embedding.getVector());
    answer(
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
      throw new BadRequestResponse("label is %s; it is 0 to 9, or left out".formatted(label));
    }
    return label.intValue();
  }

  /** The request's trace context; the response names it too, whatever becomes of the image. */
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
    String checkpoint = context.queryParam("checkpoint");
    NeighbourIndex index =
        (checkpoint == null ? neighbours.index() : neighbours.index(checkpoint))
            .orElseThrow(
                () ->
                    new NotFoundResponse(
                        checkpoint == null
                            ? "No embedding was seen yet"
                            : "No embedding of that checkpoint was seen lately"));
    String image = context.queryParam("image");
    String text = context.queryParam("vector");
    if ((image == null) == (text == null)) {
      throw new BadRequestResponse("Ask with image=ID, or with vector=, numbers with commas");
    }
    float[] vector =
        image == null
            ? vector(text)
            : index
                .vector(image)
                .orElseThrow(() -> new NotFoundResponse("The index does not hold that image"));
    answer(
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

  private static float[] vector(String text) {
    try {
      float[] vector = FloatVector.floats(Stream.of(text.split(",")).map(Float::valueOf).toList());
      if (vector.length == Neighbours.DIMENSION && NeighbourIndex.hasDirection(vector)) {
        return vector;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new BadRequestResponse(
        "vector must be %d finite numbers with commas, not all of them 0"
            .formatted(Neighbours.DIMENSION));
  }

  private static int count(Context context) {
    String text = context.queryParam("k");
    if (text == null) {
      return COUNT;
    }
    if (!text.matches("\\d{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
      throw new BadRequestResponse("k is %s, allowed is 1 to %d".formatted(text, MOST));
    }
    return Integer.parseInt(text);
  }

  private static void answer(Context context, Answer answer) {
    context.contentType("application/json").result(Json.text(answer));
  }
}
