package io.contrastream.checkpoint;

import java.nio.FloatBuffer;
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
    tensors.put("steps", Tensor.ofLong(Long.MAX_VALUE));
    return new Checkpoint(tensors, Map.of("epoch", "7"));
  }

  /** Random weights of the real network. */
  static Checkpoint network(long seed) {
    return new Checkpoint(tensors(Networks.IMAGE, seed), Map.of());
  }

  /** Random weights of one network. */
  static Map<String, Tensor> tensors(Architecture network, long seed) {
    Random random = new Random(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    network
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
              tensors.put(name, scalar ? Tensor.ofLong(seed) : floats(shape, numbers));
            });
    return tensors;
  }

  static Tensor floats(long[] shape, float... numbers) {
    return Tensor.ofFloats(FloatBuffer.wrap(numbers), shape);
  }
}
