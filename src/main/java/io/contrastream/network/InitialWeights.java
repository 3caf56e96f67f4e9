package io.contrastream.network;

import io.contrastream.checkpoint.Architecture;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Layer;
import io.contrastream.checkpoint.Networks;
import io.contrastream.checkpoint.Tensor;
import io.contrastream.schema.Modality;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * The weights of an untrained network, drawn as PyTorch's layers draw theirs: weight and bias of a
 * convolution or linear layer uniform in ±1/√fan-in, batch normalization the identity, the vectors
 * of a bag normal.
 */
public final class InitialWeights {
  /** So small that what training never met says almost nothing. */
  private static final double BAG_DEVIATION = 0.01;

  private final SplittableRandom random;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  private InitialWeights(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Returns random weights of the network of images; the same seed always gives the same. */
  public static Checkpoint of(long seed) {
    return new Checkpoint(
        of(ImageEncoders.NETWORK, seed),
        Map.of("origin", "untrained", "seed", Long.toString(seed)));
  }

  /** Returns random weights of the networks of these modalities, images among them. */
  public static Checkpoint of(long seed, Set<Modality> modalities) {
    Checkpoint checkpoint = of(seed);
    for (Modality modality : modalities) {
      if (modality != Modality.IMAGE) {
        checkpoint = in(checkpoint, Networks.of(modality), seed);
      }
    }
    return checkpoint;
  }

  /**
   * Returns a checkpoint with random weights in place of those of one network. If it is that of
   * images, it begins a space.
   */
  public static Checkpoint in(Checkpoint checkpoint, Architecture network, long seed) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(checkpoint.tensors());
    tensors.putAll(of(network, seed));
    Map<String, String> facts = new LinkedHashMap<>(checkpoint.metadata());
    if (network.equals(Networks.IMAGE)) {
      facts.remove(Checkpoint.SPACE);
    }
    return new Checkpoint(tensors, facts);
  }

  private static Map<String, Tensor> of(Architecture network, long seed) {
    InitialWeights weights = new InitialWeights(seed);
    network.layers().forEach(weights::draw);
    return weights.tensors;
  }

  private void draw(Layer layer) {
    if (layer instanceof Layer.Convolution it) {
      layer(it.convolution(), it.out(), it.in(), it.kernel(), it.kernel());
      normalization(it.normalization(), it.out());
    } else if (layer instanceof Layer.Linear it) {
      layer(it.name(), it.out(), it.in());
    } else if (layer instanceof Layer.Bag it) {
      floats(
          it.name() + ".weight",
          () -> BAG_DEVIATION * random.nextGaussian(),
          it.out(),
          it.buckets());
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
