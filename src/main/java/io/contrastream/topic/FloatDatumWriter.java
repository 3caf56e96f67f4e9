package io.contrastream.topic;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.io.Encoder;
import org.apache.avro.specific.SpecificDatumWriter;

/** Writes generated classes, a {@link FloatVector} in them without boxing. */
final class FloatDatumWriter<T> extends SpecificDatumWriter<T> {

  FloatDatumWriter(Schema schema) {
    super(schema);
  }

  @Override
  protected void writeArray(Schema schema, Object datum, Encoder out) throws IOException {
    if (!(datum instanceof FloatVector vector)
        || schema.getElementType().getType() != Schema.Type.FLOAT) {
      super.writeArray(schema, datum, out);
      return;
    }
    float[] floats = FloatVector.floats(vector);
    out.writeArrayStart();
    out.setItemCount(floats.length);
    for (float value : floats) {
      out.startItem();
      out.writeFloat(value);
    }
    out.writeArrayEnd();
  }
}
