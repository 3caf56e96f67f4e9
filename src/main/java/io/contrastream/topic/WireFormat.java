package io.contrastream.topic;

import io.contrastream.topic.registry.BadRecordException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;

/**
 * The prefix of each value: a zero byte and the schema's id as a big-endian int32. Newer
 * serializers write it to a record header instead.
 */
final class WireFormat {
  static final int HEADER_BYTES = 5;

  /** Newer serializers can write the schema's id here and leave the value bare. */
  static final String ID_HEADER = "__value_schema_id";

  private static final byte MAGIC = 0;

  private WireFormat() {}

  static void writeHeader(int schemaId, ByteArrayOutputStream out) {
    out.write(MAGIC);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(schemaId).array());
  }

  /**
   * Returns the schema's id that a value starts with.
   *
   * @throws BadRecordException if the value does not start with a header
   */
  static int schemaId(byte[] value) {
    if (value == null || value.length == 0) {
      throw new BadRecordException("The value is " + (value == null ? "null" : "empty"));
    }
    if (value[0] != MAGIC) {
      throw new BadRecordException(
          "Not Avro in the registry's wire format: the first byte is 0x%02x, not 0x00; produce with a schema registry serializer"
              .formatted(value[0]));
    }
    if (value.length < HEADER_BYTES) {
      throw new BadRecordException(
          "Too short for the registry's wire format: %d bytes, but the header alone has %d"
              .formatted(value.length, HEADER_BYTES));
    }
    return ByteBuffer.wrap(value, 1, Integer.BYTES).getInt();
  }

  /**
   * Returns the schema's id in the record header {@link #ID_HEADER}, which has the form of a
   * value's header.
   *
   * @throws BadRecordException if it holds no id, but for example a GUID
   */
  static int schemaId(Header header) {
    byte[] bytes = header.value();
    if (bytes == null || bytes.length != HEADER_BYTES || bytes[0] != MAGIC) {
      throw new BadRecordException(
          "The record header %s does not hold the id of a schema; if the producer writes GUIDs, set its value.schema.id.serializer to io.confluent.kafka.serializers.schema.id.PrefixSchemaIdSerializer"
              .formatted(ID_HEADER));
    }
    return ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
  }
}
