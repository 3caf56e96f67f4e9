package io.contrastream.dashboard;

import io.contrastream.encoding.Modalities;
import io.contrastream.neighbours.NeighbourIndex;
import io.contrastream.neighbours.Neighbours;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.Modality;
import io.contrastream.topic.EmbeddingSpace;
import io.contrastream.topic.FloatVector;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** {@code GET /api/nearest}: by the id of an indexed input, by a text, or by a vector. */
record NeighbourRoutes(
    ProcessModel model,
    Neighbours neighbours,
    RecentInputs inputs,
    Function<ImageEmbedding, EmbeddingMap.Dot> places) {
  private static final String TEXT = "text";
  private static final String VECTOR = "vector";
  private static final String SPACE = "space";

  void addTo(RoutesConfig routes) {
    routes.get("/api/nearest", this::nearest);
  }

  private void nearest(Context context) {
    if (context.queryParam("checkpoint") != null) {
      throw new BadRequestResponse("checkpoint is no parameter any more: use space");
    }
    SearchAnswer.Wanted wanted = SearchAnswer.Wanted.of(context);
    String asked = asked(context);
    String value = context.queryParam(asked);
    switch (asked) {
      case TEXT -> byText(context, value, wanted);
      case VECTOR -> {
        NeighbourIndex index = index(context);
        answer(context, null, null, index, vector(value, index.dimension()), wanted);
      }
      default -> {
        NeighbourIndex index = index(context);
        Modality modality = Modalities.named(asked).orElseThrow();
        float[] vector =
            found(index.vector(modality, value), "The index does not hold that " + asked);
        answer(context, value, asked, index, vector, wanted);
      }
    }
  }

  /** Returns the only parameter that says what is searched for. */
  private static String asked(Context context) {
    Stream<String> names =
        Stream.concat(Stream.of(Modality.values()).map(Modalities::name), Stream.of(TEXT, VECTOR));
    List<String> given = names.filter(each -> context.queryParam(each) != null).toList();
    if (given.size() != 1) {
      throw new BadRequestResponse(
          "Give either image=ID, caption=ID, sound=ID, text=TEXT or vector=, followed by numbers"
              + " separated by commas");
    }
    return given.get(0);
  }

  private void byText(Context context, String text, SearchAnswer.Wanted wanted) {
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
            wanted.in(index, FloatVector.floats(embedding.getVector()), inputs)));
  }

  private void answer(
      Context context,
      String id,
      String modality,
      NeighbourIndex index,
      float[] vector,
      SearchAnswer.Wanted wanted) {
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
            wanted.in(index, vector, inputs)));
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
}
