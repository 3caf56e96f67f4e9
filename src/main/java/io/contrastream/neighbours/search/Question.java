package io.contrastream.neighbours.search;

import io.contrastream.encoding.Modalities;
import io.contrastream.neighbours.NeighbourIndex;
import io.contrastream.schema.Modality;
import io.contrastream.topic.FloatVector;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The parameter that says what a search is for.
 *
 * @param name {@link #TEXT}, {@link #VECTOR} or the name of a modality
 * @param value the text, the numbers, or the id of an indexed input
 */
public record Question(String name, String value) {
  public static final String TEXT = "text";
  public static final String VECTOR = "vector";

  /** Throws the response to send unless there is one such parameter. */
  public static Question of(Context context) {
    Stream<String> names =
        Stream.concat(Stream.of(Modality.values()).map(Modalities::name), Stream.of(TEXT, VECTOR));
    List<String> given = names.filter(each -> context.queryParam(each) != null).toList();
    if (given.size() != 1) {
      throw new BadRequestResponse(
          "Give either image=ID, caption=ID, sound=ID, text=TEXT or vector=, followed by numbers"
              + " separated by commas");
    }
    return new Question(given.get(0), context.queryParam(given.get(0)));
  }

  /** The modality of the input with the id; empty if this is no id. */
  public Optional<Modality> modality() {
    return Modalities.named(name);
  }

  /** Throws the response to send unless the numbers are a vector of this dimension. */
  public float[] vector(int dimension) {
    try {
      float[] vector = FloatVector.floats(Stream.of(value.split(",")).map(Float::valueOf).toList());
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
