package io.contrastream.dashboard;

import io.contrastream.encoding.Modalities;
import io.contrastream.http.Json;
import io.contrastream.neighbours.NeighbourIndex;
import io.contrastream.neighbours.Neighbours;
import io.contrastream.neighbours.search.Wanted;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.topic.EmbeddingSpace;
import io.contrastream.topic.FloatVector;
import io.contrastream.topic.InputRecord;
import io.contrastream.topic.TraceContext;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;

/**
 * {@code POST} of images, captions and sounds. They are embedded like all others if processors read
 * the topic of their modality; otherwise, this process embeds them.
 *
 * @param places the place of an embedding on the map, or null if it shows another space
 */
record EmbeddingRoutes(
    EmbeddingClient client,
    ProcessModel model,
    Neighbours neighbours,
    RecentInputs inputs,
    Function<ImageEmbedding, EmbeddingMap.Dot> places) {

  void addTo(RoutesConfig routes) {
    routes.post("/api/images", context -> embed(context, InputRequest::image));
    routes.post("/api/captions", context -> embed(context, InputRequest::caption));
    routes.post("/api/sounds", context -> embed(context, InputRequest::sound));
  }

  private void embed(Context context, Function<Context, InputRecord> reader) {
    Wanted wanted = Wanted.of(context);
    InputRecord input = reader.apply(context);
    Headers trace = trace(context);
    if (model.topics().contains(input.modality())) {
      context.future(
          () ->
              client
                  .embedAsync(input, trace)
                  .thenAccept(it -> answer(context, input, it.embedding(), it.tookMs(), wanted)));
    } else {
      answer(context, input, model.embed(input), null, wanted);
    }
  }

  /**
   * @param tookMs null if nothing was sent to Kafka
   */
  private void answer(
      Context context, InputRecord input, ImageEmbedding embedding, Long tookMs, Wanted wanted) {
    inputs.add(input);
    NeighbourIndex index = neighbours.index(EmbeddingSpace.of(embedding)).orElse(null);
    float[] vector = FloatVector.floats(embedding.getVector());
    Json.answer(
        context,
        new SearchAnswer(
            input.id(),
            Modalities.name(input.modality()),
            EmbeddingSpace.of(embedding),
            embedding.getCheckpointId(),
            embedding.getVector(),
            places.apply(embedding),
            tookMs,
            index == null ? 0 : index.size(),
            index == null ? List.of() : SearchAnswer.search(index, wanted, vector, inputs)));
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
}
