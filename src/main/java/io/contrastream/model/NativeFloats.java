package io.contrastream.model;

import ai.djl.ndarray.NDArray;
import java.nio.FloatBuffer;

/** Numbers of a libtorch tensor, seen from Java without a copy. */
public final class NativeFloats {
  private NativeFloats() {}

  /**
   * @param array float32, contiguous, on the CPU
   * @return its memory, row-major: writing changes the tensor; not to be touched once {@code array}
   *     is closed
   */
  public static FloatBuffer view(NDArray array) {
    return array.toByteBuffer(true).asFloatBuffer();
  }

  /** A copy of the numbers of {@code array}, row-major. */
  public static float[] copy(NDArray array) {
    float[] values = new float[Math.toIntExact(array.size())];
    view(array).get(values);
    return values;
  }
}
