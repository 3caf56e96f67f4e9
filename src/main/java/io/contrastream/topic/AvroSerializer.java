package io.contrastream.topic;

import io.contrastream.topic.registry.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/** Writes records in the registry's wire format. Null stays null. Any thread may call. */
final class AvroSerializer<T> implements Serializer<T> {
  private final SchemaRegistry registry;
  private final String subject;
  private final Schema schema;
  private final DatumWriter<T> writer;
  private final ThreadLocal<Buffer> buffers = ThreadLocal.withInitial(Buffer::new);
  private volatile Integer id;

  AvroSerializer(Schema schema, String subject, SchemaRegistry registry) {
    this.registry = registry;
    this.subject = subject;
    this.schema = schema;
    this.writer = new FloatDatumWriter<>(schema);
  }

  @Override
  public byte[] serialize(String topic, T value) {
    if (value == null) {
      return null;
    }
    int schemaId = id();
    try {
      return buffers.get().write(schemaId, value, writer);
    } catch (IOException | RuntimeException e) {
      throw new SerializationException(
          schema.getName() + " cannot be written to " + subject + ": " + e.getMessage(), e);
    }
  }

  int id() {
    if (id == null) {
      id = registry.idFor(subject, schema);
    }
    return id;
  }

  /** The buffer and encoder of one thread, reused for each record. */
  private static final class Buffer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private BinaryEncoder encoder;

    <T> byte[] write(int id, T value, DatumWriter<T> writer) throws IOException {
      // Reset afterwards, because this may flush bytes of an earlier record that failed.
      encoder = EncoderFactory.get().binaryEncoder(bytes, encoder);
      bytes.reset();
      WireFormat.writeHeader(id, bytes);
      writer.write(value, encoder);
      encoder.flush();
      return bytes.toByteArray();
    }
  }
}
