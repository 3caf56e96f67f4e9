package io.contrastream.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.contrastream.caption.Caption;
import io.contrastream.caption.CaptionFeatures;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Layer;
import io.contrastream.checkpoint.Networks;
import java.util.List;

/**
 * Embeds captions by their character n-grams, on any device. The mean of their vectors is computed
 * in Java: a caption has some dozens of n-grams, and the layer that is trained thousands of inputs.
 */
final class CaptionEncoder extends BatchingEncoder<Caption> {
  private static final int MAX_BATCH = 1024;

  private final FoldedNetwork network;

  /** The vector of each bucket, one after the other. */
  private final float[] vectors;

  private final int length;

  CaptionEncoder(Checkpoint checkpoint, Device device) {
    super(Networks.CAPTION, checkpoint, MAX_BATCH);
    Layer.Bag bag = Networks.CAPTION.layers(Layer.Bag.class).get(0);
    length = bag.out();
    vectors = transposed(FoldedWeights.floats(checkpoint, bag.name() + ".weight"), bag);
    network =
        new FoldedNetwork(
            Networks.CAPTION,
            checkpoint,
            LibTorch.newManager(device),
            NDManager::create,
            NDManager::create);
  }

  private static float[] transposed(float[] weight, Layer.Bag bag) {
    float[] vectors = new float[weight.length];
    for (int row = 0; row < bag.out(); row++) {
      for (int bucket = 0; bucket < bag.buckets(); bucket++) {
        vectors[bucket * bag.out() + row] = weight[row * bag.buckets() + bucket];
      }
    }
    return vectors;
  }

  @Override
  float[] forward(List<Caption> captions) {
    float[] means = new float[captions.size() * length];
    for (int i = 0; i < captions.size(); i++) {
      addMean(CaptionFeatures.of(captions.get(i)), means, i * length);
    }
    try (NDManager scope = network.newScope()) {
      NDArray input = scope.create(means, new Shape(captions.size(), length));
      return network.project(input).toFloatArray();
    }
  }

  private void addMean(CaptionFeatures.Bag bag, float[] means, int offset) {
    for (int ngram = 0; ngram < bag.buckets().length; ngram++) {
      int vector = bag.buckets()[ngram] * length;
      float weight = bag.weights()[ngram];
      for (int i = 0; i < length; i++) {
        means[offset + i] += weight * vectors[vector + i];
      }
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
