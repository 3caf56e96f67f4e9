package io.contrastream.topic;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * A list of floats over a primitive array, as the generated Avro classes want their vectors. {@link
 * AvroSerde} writes and reads it without boxing one float. Read-only; any thread may read.
 */
public final class FloatVector extends AbstractList<Float> implements RandomAccess {
  private final float[] values;

  private FloatVector(float[] values) {
    this.values = values;
  }

  /** Shares the array, does not copy it: nobody writes to it afterwards. */
  public static FloatVector of(float[] values) {
    return new FloatVector(values);
  }

  /** The floats of any list; shared, not copied, where the list is a {@code FloatVector}. */
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
