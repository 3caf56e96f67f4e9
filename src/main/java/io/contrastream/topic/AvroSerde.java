package io.contrastream.topic;

import io.contrastream.topic.registry.SchemaRegistry;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The Avro serde for the values of a topic, in the registry's wire format, for generated classes.
 * Any thread may use it. The subject is always {@code <topic>-value} of the given topic, also when
 * Kafka Streams uses the serde for repartition or changelog topics. Arrays of floats are read as a
 * {@link FloatVector}.
 */
public final class AvroSerde<T extends SpecificRecord> implements Serde<T> {
  private final AvroSerializer<T> serializer;
  private final Deserializer<T> deserializer;

  public AvroSerde(Class<T> type, String topic, SchemaRegistry registry) {
    Schema schema = SpecificData.get().getSchema(type);
    this.serializer = new AvroSerializer<>(schema, subject(topic), registry);
    this.deserializer = new AvroDeserializer<>(schema, registry);
  }

  /** Returns the subject of a topic's values. */
  public static String subject(String topic) {
    return topic + "-value";
  }

  /**
   * Returns the bytes of a record's field, not to be changed. The decoder gives each field an array
   * of its own, so there is usually nothing to copy.
   */
  @SuppressWarnings("ByteBufferBackingArray") // checked to be the whole array
  public static byte[] bytes(ByteBuffer field) {
    if (field.hasArray() && field.remaining() == field.array().length) {
      return field.array();
    }
    byte[] copy = new byte[field.remaining()];
    field.duplicate().get(copy);
    return copy;
  }

  /** Returns the id under which this serde writes; the first call requests it from the registry. */
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
