package io.contrastream.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers with a shape, as in a file.
 *
 * @param type F32 or I64
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
