package io.contrastream.topic;

import io.contrastream.topic.registry.BadRecordException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** The header of each record: a zero byte and the schema's id as a big-endian int32. */
final class WireFormat {
  static final int HEADER_BYTES = 5;
  private static final byte MAGIC = 0;

  private WireFormat() {}

  static void writeHeader(int schemaId, ByteArrayOutputStream out) {
    out.write(MAGIC);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(schemaId).array());
  }

  /**
   * Returns the schema's id.
   *
   * @throws BadRecordException if the value does not start with a header
   */
  static int readHeader(byte[] value) {
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
          "Too short for the registry's wire format: %d %s, but the header alone has %d"
              .formatted(value.length, value.length == 1 ? "byte" : "bytes", HEADER_BYTES));
    }
    return ByteBuffer.wrap(value, 1, Integer.BYTES).getInt();
  }
}
