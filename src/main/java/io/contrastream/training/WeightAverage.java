package io.contrastream.training;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Tensor;
import io.contrastream.network.ContrastiveNetwork;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The exponential moving average of a network's weights and batch statistics, which gives better
 * embeddings than the weights of a single step. Not thread-safe.
 */
public final class WeightAverage {
  private final double decay;
  private final Map<String, float[]> averages = new LinkedHashMap<>();
  private float[] current = new float[0];
  private long updates;

  /**
   * Everything it depends on besides the network.
   *
   * @param updates number of updates so far
   * @param averages by their names in the state_dict
   */
  public record State(long updates, Map<String, float[]> averages) {}

  /**
   * Starts without an average.
   *
   * @param decay share of the average that an update keeps, at least 0 and below 1; smaller for the
   *     first updates, so that the untrained weights are soon forgotten
   */
  public WeightAverage(double decay) {
    this.decay = decay;
  }

  /** Resumes from a saved state. */
  public WeightAverage(double decay, State state) {
    this(decay);
    updates = state.updates;
    state.averages.forEach((name, average) -> averages.put(name, average.clone()));
  }

  /** Returns a copy of the current state. */
  public State state() {
    Map<String, float[]> copies = new LinkedHashMap<>();
    averages.forEach((name, average) -> copies.put(name, average.clone()));
    return new State(updates, copies);
  }

  /** Adds the weights after a step to the average. */
  public void update(ContrastiveNetwork network) {
    double keep = updates == 0 ? 0 : Math.min(decay, (1.0 + updates) / (10.0 + updates));
    updates++;
    network
        .weights()
        .forEach(
            (name, weights) -> {
              float[] average = averages.computeIfAbsent(name, n -> new float[weights.limit()]);
              blend(average, weights, (float) keep);
            });
  }

  /** Returns the network's state_dict with the averages in place of its weights. */
  public Checkpoint checkpoint(ContrastiveNetwork network, Map<String, String> metadata) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(network.checkpoint(Map.of()).tensors());
    averages.forEach(
        (name, average) ->
            tensors.computeIfPresent(
                name, (n, t) -> Tensor.ofFloats(FloatBuffer.wrap(average), t.shape())));
    return new Checkpoint(tensors, metadata);
  }

  private void blend(float[] average, FloatBuffer weights, float keep) {
    if (current.length < average.length) {
      current = new float[average.length];
    }
    weights.get(0, current, 0, average.length);
    for (int i = 0; i < average.length; i++) {
      average[i] = keep * average[i] + (1 - keep) * current[i];
    }
  }
}
