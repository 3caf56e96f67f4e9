package io.contrastream.dashboard;

import io.contrastream.http.Json;
import io.contrastream.neighbours.NeighbourIndex;
import io.contrastream.neighbours.Neighbours;
import io.contrastream.neighbours.search.Question;
import io.contrastream.neighbours.search.Wanted;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.topic.EmbeddingSpace;
import io.contrastream.topic.FloatVector;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.Optional;
import java.util.function.Function;

/** {@code GET /api/nearest}: by the id of an indexed input, by a text, or by a vector. */
record NeighbourRoutes(
    ProcessModel model,
    Neighbours neighbours,
    RecentInputs inputs,
    Function<ImageEmbedding, EmbeddingMap.Dot> places) {
  private static final String SPACE = "space";

  void addTo(RoutesConfig routes) {
    routes.get("/api/nearest", this::nearest);
  }

  private void nearest(Context context) {
    if (context.queryParam("checkpoint") != null) {
      throw new BadRequestResponse("checkpoint is no parameter any more: use space");
    }
    Wanted wanted = Wanted.of(context);
    Question asked = Question.of(context);
    switch (asked.name()) {
      case Question.TEXT -> byText(context, asked.value(), wanted);
      case Question.VECTOR -> {
        NeighbourIndex index = index(context);
        answer(context, null, null, index, asked.vector(index.dimension()), wanted);
      }
      default -> {
        NeighbourIndex index = index(context);
        float[] vector =
            found(
                index.vector(asked.modality().orElseThrow(), asked.value()),
                "The index does not hold that " + asked.name());
        answer(context, asked.value(), asked.name(), index, vector, wanted);
      }
    }
  }

  private void byText(Context context, String text, Wanted wanted) {
    ImageEmbedding embedding = model.embed(InputRequest.caption(text, null));
    String own = EmbeddingSpace.of(embedding);
    String wantedSpace = context.queryParam(SPACE);
    if (wantedSpace != null && !wantedSpace.equals(own)) {
      throw new BadRequestResponse(
          "A text is embedded in the active checkpoint's space, %s: leave out space, or give that one"
              .formatted(own));
    }
    NeighbourIndex index = index(own);
    Json.answer(
        context,
        new SearchAnswer(
            null,
            null,
            index.space(),
            embedding.getCheckpointId(),
            embedding.getVector(),
            places.apply(embedding),
            null,
            index.size(),
            SearchAnswer.search(index, wanted, FloatVector.floats(embedding.getVector()), inputs)));
  }

  private void answer(
      Context context,
      String id,
      String modality,
      NeighbourIndex index,
      float[] vector,
      Wanted wanted) {
    Json.answer(
        context,
        new SearchAnswer(
            id,
            modality,
            index.space(),
            null,
            null,
            null,
            null,
            index.size(),
            SearchAnswer.search(index, wanted, vector, inputs)));
  }

  private NeighbourIndex index(Context context) {
    String space = context.queryParam(SPACE);
    return space == null
        ? found(neighbours.index(), "No embedding has been seen yet")
        : index(space);
  }

  private NeighbourIndex index(String space) {
    return found(neighbours.index(space), "No embedding of that space has been seen recently");
  }

  private static <T> T found(Optional<T> value, String problem) {
    return value.orElseThrow(() -> new NotFoundResponse(problem));
  }
}
