package io.contrastream.sink;

import io.contrastream.schema.ImageEmbedding;
import io.contrastream.topic.EmbeddingSpace;
import io.contrastream.topic.FloatVector;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record of the embeddings topic.
 *
 * @param key of the record; may be null
 * @param embedding with its space; null in a tombstone, which deletes what its key has embedded
 */
public record Row(int partition, long offset, String key, ImageEmbedding embedding) {

  /** Fills in the space of records of older releases, which had a space for each checkpoint. */
  static Row of(ConsumerRecord<String, ImageEmbedding> record) {
    ImageEmbedding embedding = record.value();
    if (embedding != null) {
      embedding.setSpaceId(EmbeddingSpace.of(embedding));
    }
    return new Row(record.partition(), record.offset(), record.key(), embedding);
  }

  public boolean isTombstone() {
    return embedding == null;
  }

  public float[] vector() {
    return FloatVector.floats(embedding.getVector());
  }

  /** Returns why no store can use the row, or empty. */
  Optional<String> fault() {
    if (isTombstone()) {
      return Optional.empty();
    }
    float[] vector = vector();
    for (float number : vector) {
      if (!Float.isFinite(number)) {
        return Optional.of("its vector has a number that is not finite");
      }
    }
    return vector.length == 0 ? Optional.of("its vector is empty") : Optional.empty();
  }
}
