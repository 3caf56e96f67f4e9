package io.contrastream.topic;

import java.io.IOException;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.io.ResolvingDecoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;

/**
 * Avro's reader of generated classes, which reads arrays of floats into a {@link FloatVector}. One
 * thread uses an instance.
 */
final class FloatDatumReader<T> extends SpecificDatumReader<T> {
  /** Larger arrays grow as their floats come, so that a forged count costs no memory. */
  private static final int TRUSTED_COUNT = 4096;

  FloatDatumReader(Schema writer, Schema reader) {
    super(writer, reader, slowButExtensible());
  }

  /** Avro's fast reader goes past {@link #readArray} and boxes every float. */
  private static SpecificData slowButExtensible() {
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
    long atOnce = Math.max(floats.length, TRUSTED_COUNT);
    return Arrays.copyOf(floats, Math.toIntExact(floats.length + Math.min(wanted, atOnce)));
  }
}
