package io.contrastream.topic;

import io.contrastream.schema.DigitImage;
import io.contrastream.topic.registry.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** What the tests of the serde read and write. */
final class AvroBytes {
  private AvroBytes() {}

  static DigitImage image(String id) {
    return DigitImage.newBuilder()
        .setImageId(id)
        .setLabel(7)
        .setPixels(ByteBuffer.wrap(new byte[784]))
        .build();
  }

  /** A record as a stranger writes it. */
  static byte[] of(SchemaRegistry registry, String topic, GenericRecord record) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    WireFormat.writeHeader(registry.idFor(AvroSerde.subject(topic), record.getSchema()), out);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      new GenericDatumWriter<GenericRecord>(record.getSchema(), GenericData.get())
          .write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
