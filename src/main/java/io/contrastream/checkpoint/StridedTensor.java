package io.contrastream.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A tensor in PyTorch's files: a view of a storage, which other tensors may share.
 *
 * @param storage of the numbers
 * @param offset of the first number, in numbers
 * @param shape sizes of the dimensions; empty for a scalar
 * @param strides for each dimension, the distance to the next element, in numbers
 */
record StridedTensor(Storage storage, long offset, long[] shape, long[] strides) {
  private static final int MAX_DIMENSIONS = 16;

  /** A place in the file, with {@code count} numbers. */
  record Storage(StoredType type, String key, long count) {
    Storage {
      require(
          count >= 0 && count <= CheckpointFile.MAX_BYTES / type.bytes,
          "a storage of %d numbers".formatted(count));
    }

    long bytes() {
      return count * type.bytes;
    }
  }

  /**
   * @throws IllegalArgumentException if the view is not within its storage
   */
  StridedTensor {
    require(shape.length == strides.length, "a shape and strides of different lengths");
    require(shape.length <= MAX_DIMENSIONS, "a tensor of %d dimensions".formatted(shape.length));
    require(
        offset >= 0 && Arrays.stream(shape).noneMatch(size -> size < 0),
        "a negative place or size");
    require(Arrays.stream(strides).noneMatch(stride -> stride < 0), "a negative stride");
    require(
        end(offset, shape, strides) <= storage.count(), "a tensor that reaches beyond its storage");
  }

  /**
   * Returns the size of the numbers once they are read.
   *
   * @throws ArithmeticException if it overflows
   */
  long bytes() {
    return Math.multiplyExact(
        Arrays.stream(shape).reduce(1, Math::multiplyExact), (long) storage.type().target().bytes);
  }

  /**
   * Returns the numbers, row-major and converted, from the storage's content in little-endian
   * order.
   */
  Tensor contiguous(ByteBuffer content) {
    int width = storage.type().bytes;
    ByteBuffer packed =
        ByteBuffer.allocate(Math.toIntExact(bytes())).order(ByteOrder.LITTLE_ENDIAN);
    long[] index = new long[shape.length];
    long place = offset;
    while (packed.hasRemaining()) {
      storage.type().copy(content, Math.toIntExact(place * width), packed);
      place += advance(index);
    }
    return new Tensor(storage.type().target(), shape, packed.flip());
  }

  /** Sets the index to the next number; returns the distance to it. */
  private long advance(long[] index) {
    long move = 0;
    for (int dimension = shape.length - 1; dimension >= 0; dimension--) {
      move += strides[dimension];
      if (++index[dimension] < shape[dimension]) {
        break;
      }
      move -= shape[dimension] * strides[dimension];
      index[dimension] = 0;
    }
    return move;
  }

  private static long end(long offset, long[] shape, long[] strides) {
    if (Arrays.stream(shape).anyMatch(size -> size == 0)) {
      return 0;
    }
    long last = offset;
    for (int i = 0; i < shape.length; i++) {
      last = Math.addExact(last, Math.multiplyExact(shape[i] - 1, strides[i]));
    }
    return Math.addExact(last, 1);
  }

  private static void require(boolean condition, String fault) {
    if (!condition) {
      throw new IllegalArgumentException(fault);
    }
  }
}
