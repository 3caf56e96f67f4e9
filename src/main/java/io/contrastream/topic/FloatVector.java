package io.contrastream.topic;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * A read-only list of floats backed by a primitive array, for the vectors of generated Avro
 * classes. {@link AvroSerde} reads and writes it without boxing. Any thread may read it.
 */
public final class FloatVector extends AbstractList<Float> implements RandomAccess {
  private final float[] values;

  private FloatVector(float[] values) {
    this.values = values;
  }

  /** Wraps the array without copying; it must not be changed afterwards. */
  public static FloatVector of(float[] values) {
    return new FloatVector(values);
  }

  /** Returns the floats of a list; a {@code FloatVector} returns its own array, not a copy. */
  public static float[] floats(List<Float> list) {
    if (list instanceof FloatVector vector) {
      return vector.values;
    }
    float[] floats = new float[list.size()];
    int i = 0;
    for (float value : list) {
      floats[i++] = value;
    }
    return floats;
  }

  @Override
  public Float get(int index) {
    return values[index];
  }

  @Override
  public int size() {
    return values.length;
  }
}
