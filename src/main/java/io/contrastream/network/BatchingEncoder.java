package io.contrastream.network;

import io.contrastream.checkpoint.Architecture;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSpec;
import java.util.Arrays;
import java.util.List;

/** What all paths share: the check of the input, and batches cut to a size that memory likes. */
abstract class BatchingEncoder<I> implements Encoder<I> {
  /** On a CPU, activations of larger batches no longer fit into the caches. */
  static final int MAX_BATCH = 256;

  private final EncoderSpec spec;
  private final String checkpointId;
  private final int maxBatch;

  BatchingEncoder(Architecture architecture, Checkpoint checkpoint, int maxBatch) {
    this.spec = architecture.spec();
    this.checkpointId = checkpoint.id();
    this.maxBatch = maxBatch;
  }

  @Override
  public final EncoderSpec spec() {
    return spec;
  }

  @Override
  public final String checkpointId() {
    return checkpointId;
  }

  @Override
  public final float[][] embed(List<I> inputs) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("A batch to embed must hold at least one input");
    }
    LibTorch.recordGradients(false);
    int dimension = spec.dimension();
    float[][] vectors = new float[inputs.size()][];
    for (int from = 0; from < inputs.size(); from += maxBatch) {
      List<I> part = inputs.subList(from, Math.min(inputs.size(), from + maxBatch));
      float[] flat = forward(part);
      for (int i = 0; i < part.size(); i++) {
        vectors[from + i] = Arrays.copyOfRange(flat, i * dimension, (i + 1) * dimension);
      }
    }
    return vectors;
  }

  /** Returns the vectors of at most one batch, one after the other. */
  abstract float[] forward(List<I> inputs);
}
