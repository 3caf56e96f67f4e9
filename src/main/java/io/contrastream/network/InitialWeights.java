package io.contrastream.network;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Layer;
import io.contrastream.checkpoint.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

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
    floats(name + ".weight", () -> random.nextDouble(-bound, bound), shape);
    floats(name + ".bias", () -> random.nextDouble(-bound, bound), shape[0]);
  }

  private void normalization(String name, long channels) {
    floats(name + ".weight", () -> 1, channels);
    floats(name + ".bias", () -> 0, channels);
    floats(name + ".running_mean", () -> 0, channels);
    floats(name + ".running_var", () -> 1, channels);
    tensors.put(name + Layer.Convolution.BATCHES_TRACKED, Tensor.ofLong(0));
  }

  private void floats(String name, DoubleSupplier value, long... shape) {
    float[] numbers =
        new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) value.getAsDouble();
    }
    tensors.put(name, Tensor.ofFloats(FloatBuffer.wrap(numbers), shape));
  }
}
