package io.contrastream.topic;

import io.contrastream.topic.registry.RegistryException;
import io.contrastream.topic.registry.SchemaRegistry;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Values of one topic as Avro in the registry's wire format. Any thread may use it.
 *
 * <p>The subject is {@code <topic>-value} of the topic that it was made for, also where Kafka
 * Streams uses it for a repartition or changelog topic: those leave no subjects of their own in the
 * registry. Arrays of floats are written without boxing where they are a {@link FloatVector}, and
 * always read as one.
 *
 * @param <T> a class generated from {@code schemas/}
 */
public final class AvroSerde<T extends SpecificRecord> implements Serde<T> {
  private final AvroSerializer<T> serializer;
  private final Deserializer<T> deserializer;

  public AvroSerde(Class<T> type, String topic, SchemaRegistry registry) {
    Schema schema = SpecificData.get().getSchema(type);
    this.serializer = new AvroSerializer<>(schema, subject(topic), registry);
    this.deserializer = new AvroDeserializer<>(schema, registry);
  }

  /** The subject of a topic's values. */
  public static String subject(String topic) {
    return topic + "-value";
  }

  /**
   * The id under which this serde writes; asks the registry for it the first time.
   *
   * @throws RegistryException as {@link SchemaRegistry#idFor}
   */
  public int schemaId() {
    return serializer.id();
  }

  @Override
  public Serializer<T> serializer() {
    return serializer;
  }

  @Override
  public Deserializer<T> deserializer() {
    return deserializer;
  }
}
