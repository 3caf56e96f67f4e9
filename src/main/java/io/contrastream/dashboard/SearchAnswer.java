package io.contrastream.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.contrastream.caption.Caption;
import io.contrastream.encoding.Modalities;
import io.contrastream.neighbours.NeighbourIndex;
import io.contrastream.schema.Modality;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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

  private static final int DEFAULT_COUNT = 10;
  private static final int MAX_COUNT = 100;

  /**
   * @param text of a caption that is cached, else null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Found(String imageId, String modality, Integer label, double cosine, String text) {}

  /**
   * What a search looks for.
   *
   * @param count of neighbours of each modality
   */
  record Wanted(Set<Modality> modalities, int count) {

    /** Throws the response to send if {@code k} or {@code modality} is invalid. */
    static Wanted of(Context context) {
      return new Wanted(modalities(context.queryParam("modality")), count(context.queryParam("k")));
    }

    private static Set<Modality> modalities(String names) {
      if (names == null) {
        return NeighbourIndex.ALL;
      }
      Set<Modality> modalities = EnumSet.noneOf(Modality.class);
      for (String name : names.split(",", -1)) {
        modalities.add(
            Modalities.named(name)
                .orElseThrow(
                    () ->
                        new BadRequestResponse(
                            "modality is %s, allowed are %s, separated by commas"
                                .formatted(names, Modalities.names()))));
      }
      return modalities;
    }

    private static int count(String text) {
      if (text == null) {
        return DEFAULT_COUNT;
      }
      int count = text.matches("\\d{1,3}") ? Integer.parseInt(text) : 0;
      if (count < 1 || count > MAX_COUNT) {
        throw new BadRequestResponse("k is %s, allowed is 1 to %d".formatted(text, MAX_COUNT));
      }
      return count;
    }

    List<Found> in(NeighbourIndex index, float[] vector, RecentInputs inputs) {
      return index.nearest(vector, modalities, count).stream()
          .map(near -> found(near, inputs))
          .toList();
    }

    private static Found found(NeighbourIndex.Neighbour near, RecentInputs inputs) {
      return new Found(
          near.imageId(),
          Modalities.name(near.modality()),
          near.label(),
          near.cosine(),
          near.modality() == Modality.CAPTION
              ? inputs.caption(near.imageId()).map(Caption::text).orElse(null)
              : null);
    }
  }
}
