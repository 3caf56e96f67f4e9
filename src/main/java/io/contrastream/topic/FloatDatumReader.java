package io.contrastream.topic;

import java.io.IOException;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.io.ResolvingDecoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;

/** Reads generated classes, with arrays of floats as a {@link FloatVector}. Not thread-safe. */
final class FloatDatumReader<T> extends SpecificDatumReader<T> {
  /** Larger arrays grow while they are read, so that a wrong count does not allocate memory. */
  private static final int MAX_INITIAL_SIZE = 4096;

  FloatDatumReader(Schema writer, Schema reader) {
    super(writer, reader, withoutFastReader());
  }

  /** Avro's fast reader bypasses {@link #readArray} and boxes every float. */
  private static SpecificData withoutFastReader() {
    SpecificData data = new SpecificData(FloatDatumReader.class.getClassLoader());
    data.setFastReaderEnabled(false);
    return data;
  }

  @Override
  protected Object readArray(Object old, Schema expected, ResolvingDecoder in) throws IOException {
    if (expected.getElementType().getType() != Schema.Type.FLOAT) {
      return super.readArray(old, expected, in);
    }
    float[] floats = new float[0];
    int size = 0;
    for (long block = in.readArrayStart(); block > 0; block = in.arrayNext()) {
      for (long i = 0; i < block; i++) {
        if (size == floats.length) {
          floats = grown(floats, block - i);
        }
        floats[size++] = in.readFloat();
      }
    }
    return FloatVector.of(size == floats.length ? floats : Arrays.copyOf(floats, size));
  }

  private static float[] grown(float[] floats, long wanted) {
    long atOnce = Math.max(floats.length, MAX_INITIAL_SIZE);
    return Arrays.copyOf(floats, Math.toIntExact(floats.length + Math.min(wanted, atOnce)));
  }
}
