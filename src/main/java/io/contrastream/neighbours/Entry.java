package io.contrastream.neighbours;

import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.Modality;
import io.contrastream.topic.FloatVector;

/**
 * An embedding to index.
 *
 * @param id of the image, caption or sound
 * @param key of its record, by which it is deleted; null if it has none
 * @param label null if unknown
 * @param producedMs time of the input's record, in milliseconds since the epoch
 */
public record Entry(
    Modality modality, String id, String key, Integer label, long producedMs, float[] vector) {

  public static Entry of(String key, ImageEmbedding embedding) {
    return new Entry(
        embedding.getModality(),
        embedding.getImageId(),
        key,
        embedding.getLabel(),
        embedding.getProducedAtMs(),
        FloatVector.floats(embedding.getVector()));
  }
}
