package io.contrastream.neighbours.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.contrastream.encoding.Modalities;
import io.contrastream.neighbours.NeighbourIndex.Neighbour;

/**
 * A neighbour, as answers show it.
 *
 * @param text of a caption that is known, else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Found(String imageId, String modality, Integer label, double cosine, String text) {

  /**
   * @param text null if there is none, or it is not known
   */
  public static Found of(Neighbour near, String text) {
    return new Found(
        near.imageId(), Modalities.name(near.modality()), near.label(), near.cosine(), text);
  }
}
