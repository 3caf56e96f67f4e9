package io.contrastream.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;

/** Moves numbers between Java and libtorch's tensors on the CPU: float32, row-major. */
public final class NativeFloats {
  private NativeFloats() {}

  /**
   * Returns a tensor with a copy of {@code values} in libtorch's memory, freed with its manager.
   * DJL's {@code create} would keep them in a Java buffer until garbage collection.
   */
  public static NDArray create(NDManager manager, float[] values, Shape shape) {
    NDArray array = manager.create(shape);
    view(array).put(values);
    return array;
  }

  /**
   * @param array float32, contiguous, on the CPU
   * @return its memory: writing changes the tensor; must not be used after {@code array} is closed
   */
  public static FloatBuffer view(NDArray array) {
    return array.toByteBuffer(true).asFloatBuffer();
  }

  /** Returns a copy of the numbers of {@code array}. */
  public static float[] copy(NDArray array) {
    float[] values = new float[Math.toIntExact(array.size())];
    view(array).get(values);
    return values;
  }
}
