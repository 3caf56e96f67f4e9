package io.contrastream.sink;

import io.contrastream.config.Settings;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.ImageRole;
import io.contrastream.schema.Modality;
import io.contrastream.topic.FloatVector;
import io.contrastream.topic.Topic;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Embeddings to copy. */
public final class Embeddings {
  public static final int DIMENSION = 4;

  private Embeddings() {}

  public static ImageEmbedding of(String id, String space) {
    return of(id, space, DIMENSION);
  }

  /** Returns an embedding whose vector follows from id and space. */
  public static ImageEmbedding of(String id, String space, int dimension) {
    Random random = new Random((id + space).hashCode());
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return ImageEmbedding.newBuilder()
        .setImageId(id)
        .setPairId(null)
        .setRole(ImageRole.SINGLE)
        .setLabel(7)
        .setVector(FloatVector.of(vector))
        .setCheckpointId("checkpoint-1")
        .setProducedAtMs(1_000)
        .setEmbeddedAtMs(2_000)
        .setNormalized(false)
        .setModality(Modality.IMAGE)
        .setSpaceId(space)
        .build();
  }

  public static Row row(int partition, long offset, String id, String space) {
    return new Row(partition, offset, id, of(id, space));
  }

  /** Sends records, of bytes, to the topic of embeddings. */
  public static void send(Settings settings, Consumer<Sender> records) {
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        KafkaProducer<String, byte[]> producer =
            new KafkaProducer<>(
                settings.producerProperties(), new StringSerializer(), new ByteArraySerializer())) {
      records.accept(new Sender(Topics.of(settings, registry).embeddings(), producer));
    }
  }

  /** Sends without waiting; all are sent when {@link #send} returns. */
  public record Sender(
      Topic<String, ImageEmbedding> topic, KafkaProducer<String, byte[]> producer) {

    public void embedding(ImageEmbedding embedding) {
      byte[] value = topic.values().serializer().serialize(topic.name(), embedding);
      bytes(embedding.getImageId(), value);
    }

    public void bytes(String key, byte[] value) {
      producer.send(new ProducerRecord<>(topic.name(), key, value));
    }
  }
}
