package io.contrastream.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers with a shape, as in a file.
 *
 * @param shape sizes of the dimensions; empty for a scalar
 * @param data the numbers, row-major, little-endian; read-only, position 0
 */
public record Tensor(Type type, long[] shape, ByteBuffer data) {

  /** The type of a number, with the name that safetensors gives it. */
  public enum Type {
    F32(4),
    I64(8);

    public final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }
  }

  public Tensor {
    data = data.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long expected = Arrays.stream(shape).reduce(1, Math::multiplyExact) * type.bytes;
    if (data.remaining() != expected) {
      throw new IllegalArgumentException(
          "A tensor of type %s and shape %s has %d bytes, not %d"
              .formatted(type, Arrays.toString(shape), expected, data.remaining()));
    }
  }

  /** Returns a tensor with a copy of the numbers, as many as its shape has. */
  public static Tensor ofFloats(FloatBuffer numbers, long... shape) {
    ByteBuffer data =
        ByteBuffer.allocate(numbers.remaining() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(numbers.duplicate());
    return new Tensor(Type.F32, shape, data);
  }

  /** Returns a scalar. */
  public static Tensor ofLong(long number) {
    ByteBuffer data = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return new Tensor(Type.I64, new long[0], data.putLong(0, number));
  }

  /** Returns the shape as a list, which compares and prints by its content. */
  public List<Long> dimensions() {
    return Arrays.stream(shape).boxed().toList();
  }

  /** Returns a new view, so that readers do not share a position. */
  @Override
  public ByteBuffer data() {
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }
}
