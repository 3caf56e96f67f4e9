package io.contrastream.topic;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** The five bytes before each record: zero, and the schema's id, big end first. */
final class WireFormat {
  static final int HEADER_BYTES = 5;
  private static final byte MAGIC = 0;

  private WireFormat() {}

  static void writeHeader(int schemaId, ByteArrayOutputStream out) {
    out.write(MAGIC);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(schemaId).array());
  }

  /**
   * @return the schema's id
   * @throws BadRecordException where the bytes don't start with such a header
   */
  static int readHeader(byte[] value) {
    if (value == null || value.length == 0) {
      throw new BadRecordException("The value is " + (value == null ? "null" : "empty"));
    }
    if (value[0] != MAGIC) {
      throw new BadRecordException(
          String.format(
              "Not Avro in the registry's wire format: the first byte is 0x%02x where 0x00 is"
                  + " expected; produce with a schema-registry serializer",
              value[0]));
    }
    if (value.length < HEADER_BYTES) {
      throw new BadRecordException(
          "Too short for the registry's wire format: "
              + value.length
              + (value.length == 1 ? " byte" : " bytes")
              + " where at least "
              + HEADER_BYTES
              + " are expected");
    }
    return ByteBuffer.wrap(value, 1, Integer.BYTES).getInt();
  }
}
