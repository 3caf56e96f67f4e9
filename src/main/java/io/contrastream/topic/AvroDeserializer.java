package io.contrastream.topic;

import io.contrastream.lifecycle.RootCause;
import io.contrastream.topic.registry.BadRecordException;
import io.contrastream.topic.registry.RegistryException;
import io.contrastream.topic.registry.SchemaDifference;
import io.contrastream.topic.registry.SchemaRegistry;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads records in the registry's wire format, written with any compatible schema. Any thread may
 * call. Throws {@link BadRecordException} if a value cannot be read, and {@link RegistryException}
 * if the registry does not return its schema. The registry remembers unknown ids for some seconds
 * only, because they may be registered later.
 */
final class AvroDeserializer<T> implements Deserializer<T> {
  static {
    AvroLimits.set();
  }

  private final SchemaRegistry registry;
  private final Schema expected;
  private final ThreadLocal<Reading<T>> readings = ThreadLocal.withInitial(Reading::new);

  AvroDeserializer(Schema expected, SchemaRegistry registry) {
    this.registry = registry;
    this.expected = expected;
  }

  @Override
  public T deserialize(String topic, byte[] value) {
    return read(WireFormat.schemaId(value), value, WireFormat.HEADER_BYTES);
  }

  @Override
  public T deserialize(String topic, Headers headers, byte[] value) {
    Header id = headers.lastHeader(WireFormat.ID_HEADER);
    boolean given = id != null && id.value() != null && id.value().length > 0;
    return !given || value == null
        ? deserialize(topic, value)
        : read(WireFormat.schemaId(id), value, 0);
  }

  /**
   * @param offset of the Avro in the value
   */
  private T read(int id, byte[] value, int offset) {
    Reading<T> reading = readings.get();
    DatumReader<T> reader = reading.readers.computeIfAbsent(id, this::readerFor);
    try {
      return reading.read(reader, value, offset);
    } catch (IOException | RuntimeException | StackOverflowError e) { // the last if nested deeply
      throw new BadRecordException(
          "The value does not match schema id %d (%s): %s"
              .formatted(id, expected.getName(), reason(e)),
          e);
    }
  }

  private DatumReader<T> readerFor(int id) {
    Schema writer = registry.byId(id);
    try {
      return readerFor(id, writer);
    } catch (AvroRuntimeException | StackOverflowError e) {
      throw new BadRecordException(
          "Schema id %d (%s) cannot be used: %s"
              .formatted(id, writer.getFullName(), RootCause.message(e)),
          e);
    }
  }

  private DatumReader<T> readerFor(int id, Schema writer) {
    String difference = SchemaDifference.between(expected, writer);
    if (!difference.isEmpty()) {
      throw new BadRecordException(
          "Schema id %d (%s) cannot be read as %s: %s"
              .formatted(id, writer.getFullName(), expected.getFullName(), difference));
    }
    if (EmptyItems.in(writer)) {
      throw new BadRecordException(
          "Schema id %d (%s) has an array of items that take no bytes, such as null, so a few bytes"
                  .formatted(id, writer.getFullName())
              + " can claim any number of them; use another type for the items");
    }
    return new FloatDatumReader<>(writer, expected);
  }

  private static String reason(Throwable e) {
    return e instanceof EOFException ? "it ends too early" : RootCause.message(e);
  }

  /** The state of one thread. */
  private static final class Reading<T> {
    private final Map<Integer, DatumReader<T>> readers = new HashMap<>();
    private BinaryDecoder decoder;

    T read(DatumReader<T> reader, byte[] value, int offset) throws IOException {
      decoder = DecoderFactory.get().binaryDecoder(value, offset, value.length - offset, decoder);
      T record = reader.read(null, decoder);
      if (!decoder.isEnd()) {
        throw new IOException("there are bytes after the record");
      }
      return record;
    }
  }
}
