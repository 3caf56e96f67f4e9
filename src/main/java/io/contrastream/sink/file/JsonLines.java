package io.contrastream.sink.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.sink.Row;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.avro.Schema;

/**
 * A JSON object on each line: {@code partition}, {@code offset} and {@code key}, then the fields of
 * the record as {@code consume} prints them.
 */
final class JsonLines implements RowWriter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final FileOutputStream file;
  private final JsonGenerator out;

  JsonLines(Path path) throws IOException {
    file = new FileOutputStream(path.toFile());
    out = FACTORY.createGenerator(file).setPrettyPrinter(new MinimalPrettyPrinter("\n"));
  }

  @Override
  public void write(Row row) throws IOException {
    out.writeStartObject();
    out.writeNumberField("partition", row.partition());
    out.writeNumberField("offset", row.offset());
    out.writeStringField("key", row.key());
    for (Schema.Field field : ImageEmbedding.getClassSchema().getFields()) {
      out.writeFieldName(field.name());
      if (field.schema().getType() == Schema.Type.ARRAY) {
        writeVector(row.vector());
      } else {
        writeValue(row.embedding().get(field.pos()));
      }
    }
    out.writeEndObject();
  }

  private void writeVector(float[] vector) throws IOException {
    out.writeStartArray();
    for (float number : vector) {
      out.writeNumber(number);
    }
    out.writeEndArray();
  }

  private void writeValue(Object value) throws IOException {
    if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof Integer number) {
      out.writeNumber(number);
    } else if (value instanceof Long number) {
      out.writeNumber(number);
    } else if (value == null) {
      out.writeNull();
    } else {
      out.writeString(value.toString());
    }
  }

  @Override
  public long bytes() throws IOException {
    return file.getChannel().position() + out.getOutputBuffered();
  }

  @Override
  public void close() throws IOException {
    try (file) {
      if (!out.isClosed()) {
        out.writeRaw('\n');
      }
      out.close();
    }
  }
}
