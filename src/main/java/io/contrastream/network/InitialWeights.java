package io.contrastream.network;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Layer;
import io.contrastream.checkpoint.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/**
 * The weights of an untrained network, drawn as PyTorch's layers draw theirs: weight and bias of a
 * convolution or linear layer uniform in ±1/√fan-in, batch normalization the identity.
 */
public final class InitialWeights {
  private final SplittableRandom random;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  private InitialWeights(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Returns random weights; the same seed always gives the same. */
  public static Checkpoint of(long seed) {
    InitialWeights weights = new InitialWeights(seed);
    ImageEncoders.NETWORK.layers().forEach(weights::draw);
    return new Checkpoint(
        weights.tensors, Map.of("origin", "untrained", "seed", Long.toString(seed)));
  }

  private void draw(Layer layer) {
    if (layer instanceof Layer.Convolution it) {
      layer(it.convolution(), it.out(), it.in(), it.kernel(), it.kernel());
      normalization(it.normalization(), it.out());
    } else if (layer instanceof Layer.Linear it) {
      layer(it.name(), it.out(), it.in());
    }
  }

  private void layer(String name, long... shape) {
    long fanIn = Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact);
    double bound = 1 / Math.sqrt(fanIn);
    floats(name + ".weight", i -> random.nextDouble(-bound, bound), shape);
    floats(name + ".bias", i -> random.nextDouble(-bound, bound), shape[0]);
  }

  private void normalization(String name, long channels) {
    floats(name + ".weight", i -> 1, channels);
    floats(name + ".bias", i -> 0, channels);
    floats(name + ".running_mean", i -> 0, channels);
    floats(name + ".running_var", i -> 1, channels);
    ByteBuffer zero = ByteBuffer.allocate(Long.BYTES);
    tensors.put(
        name + Layer.Convolution.BATCHES_TRACKED, new Tensor(Tensor.Type.I64, new long[0], zero));
  }

  private void floats(String name, IntToDoubleFunction value, long... shape) {
    int size = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    ByteBuffer data = ByteBuffer.allocate(size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < size; i++) {
      data.putFloat((float) value.applyAsDouble(i));
    }
    tensors.put(name, new Tensor(Tensor.Type.F32, shape, data.flip()));
  }
}
