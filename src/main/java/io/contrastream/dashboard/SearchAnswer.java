package io.contrastream.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.contrastream.caption.Caption;
import io.contrastream.neighbours.NeighbourIndex;
import io.contrastream.neighbours.NeighbourIndex.Neighbour;
import io.contrastream.neighbours.search.Found;
import io.contrastream.neighbours.search.Wanted;
import io.contrastream.schema.Modality;
import java.util.List;
import java.util.Optional;

/**
 * What a search answers.
 *
 * @param imageId of the image, caption or sound whose neighbours these are; null for a text or a
 *     vector
 * @param space of all vectors
 * @param checkpoint that embedded a new input, else null
 * @param vector of a new input, else null
 * @param place of a new input on the map, or null if it shows another space
 * @param tookMs until the embedding could be read, or null if nothing was sent to Kafka
 * @param indexed number of embeddings searched
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SearchAnswer(
    String imageId,
    String modality,
    String space,
    String checkpoint,
    List<Float> vector,
    EmbeddingMap.Dot place,
    Long tookMs,
    int indexed,
    List<Found> neighbours) {

  /** Searches, and adds the texts of captions that are known. */
  static List<Found> search(
      NeighbourIndex index, Wanted wanted, float[] vector, RecentInputs inputs) {
    return wanted.in(index, vector).stream().map(near -> found(near, inputs)).toList();
  }

  private static Found found(Neighbour near, RecentInputs inputs) {
    Optional<String> text =
        near.modality() == Modality.CAPTION
            ? inputs.caption(near.imageId()).map(Caption::text)
            : Optional.empty();
    return Found.of(near, text.orElse(null));
  }
}
