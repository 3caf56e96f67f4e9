package io.contrastream.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Checkpoints made up for tests. */
final class Checkpoints {
  private Checkpoints() {}

  /** Two tensors, one a scalar, with one free fact. */
  static Checkpoint small() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("weight", floats(new long[] {2, 3}, 1f, -2.5f, 0f, Float.MIN_VALUE, 7e30f, -0f));
    tensors.put("steps", whole(Long.MAX_VALUE));
    return new Checkpoint(tensors, Map.of("epoch", "7"));
  }

  /** Random weights of the real network. */
  static Checkpoint network(long seed) {
    Random random = new Random(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Architecture.CONTRASTIVE_CNN_1
        .parameters()
        .forEach(
            (name, parameter) -> {
              long[] shape = parameter.shape().stream().mapToLong(it -> it).toArray();
              float[] numbers =
                  new float[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
              for (int i = 0; i < numbers.length; i++) {
                numbers[i] = random.nextFloat();
              }
              boolean scalar = parameter.type() == Tensor.Type.I64;
              tensors.put(name, scalar ? whole(seed) : floats(shape, numbers));
            });
    return new Checkpoint(tensors, Map.of());
  }

  static Tensor floats(long[] shape, float... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers);
    return new Tensor(Tensor.Type.F32, shape, bytes);
  }

  static Tensor whole(long number) {
    ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, number);
    return new Tensor(Tensor.Type.I64, new long[0], bytes);
  }
}
