package io.contrastream.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.checkpoint.Networks;
import io.contrastream.config.ForwardPath;
import io.contrastream.encoding.Encoder;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.network.ContrastiveNetwork;
import io.contrastream.network.ImageEncoders;
import io.contrastream.network.LibTorch;
import io.contrastream.network.NativeFloats;
import io.contrastream.schema.Modality;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Embeds samples of any modality with the weights of one checkpoint. Not thread-safe. */
public final class SampleEmbedder implements AutoCloseable {
  private static final int MAX_BATCH = 256;

  private final Checkpoint checkpoint;
  private final Encoder<byte[]> images;
  private final Map<Modality, ContrastiveNetwork> others = new EnumMap<>(Modality.class);

  /**
   * @param origin where the checkpoint is from, for messages
   * @throws CheckpointException if it is not of our networks
   */
  public SampleEmbedder(Checkpoint checkpoint, String origin) {
    this.checkpoint = checkpoint;
    images = ImageEncoders.load(checkpoint, origin, ForwardPath.FAST, List.of());
  }

  public boolean has(Modality modality) {
    return Networks.has(checkpoint, modality);
  }

  Encoder<byte[]> images() {
    return images;
  }

  /**
   * @param samples at least one, all of a modality that the checkpoint {@link #has}
   */
  public List<float[]> embed(List<Sample> samples) {
    Modality modality = samples.get(0).modality();
    return List.of(
        modality == Modality.IMAGE
            ? images.embed(samples.stream().map(Sample::content).toList())
            : embed(others.computeIfAbsent(modality, this::load), samples));
  }

  private ContrastiveNetwork load(Modality modality) {
    return new ContrastiveNetwork(Networks.of(modality), checkpoint, 0);
  }

  /** Embeds samples with the current weights of a network. */
  static float[][] embed(ContrastiveNetwork network, List<Sample> samples) {
    LibTorch.recordGradients(false);
    float[][] vectors = new float[samples.size()][];
    for (int from = 0; from < vectors.length; from += MAX_BATCH) {
      List<Sample> part = samples.subList(from, Math.min(vectors.length, from + MAX_BATCH));
      try (NDManager scope = network.newScope()) {
        NDArray input =
            NativeFloats.create(scope, PairBatch.numbers(part), network.batchShape(part.size()));
        float[] flat = NativeFloats.copy(network.forward(input, false));
        int dimension = flat.length / part.size();
        for (int i = 0; i < part.size(); i++) {
          vectors[from + i] = Arrays.copyOfRange(flat, i * dimension, (i + 1) * dimension);
        }
      }
    }
    return vectors;
  }

  @Override
  public void close() {
    Closeables.closeAll(others.values().toArray(AutoCloseable[]::new));
    Closeables.closeAll(images);
  }
}
