package io.contrastream.training;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Safetensors;
import io.contrastream.network.ContrastiveNetwork;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network with its optimiser and the average of its weights, as one thing that can be saved and
 * put back.
 *
 * <p>Owns native memory until {@link #close}. Threads: one.
 */
final class Learner implements AutoCloseable {
  private static final String WEIGHTS = "weights";
  private static final String OPTIMISER = "optimiser";
  private static final String AVERAGE = "average";

  /**
   * All that the next step depends on besides its batch. Immutable by agreement: nobody writes to
   * its arrays.
   */
  record State(Checkpoint weights, Adam.State optimiser, WeightAverage.State average) {

    /** That of a training which begins from given weights. */
    static State of(Checkpoint weights) {
      return new State(weights, new Adam.State(0, List.of()), new WeightAverage.State(0, Map.of()));
    }

    Map<String, byte[]> save() {
      Map<String, byte[]> parts = new LinkedHashMap<>();
      parts.put(WEIGHTS, Safetensors.encode(new Checkpoint(weights.tensors(), Map.of())));
      parts.put(OPTIMISER, StateParts.write(this::writeOptimiser));
      parts.put(AVERAGE, StateParts.write(this::writeAverage));
      return parts;
    }

    /**
     * @throws TrainerStateException where a part is missing or can't be read
     */
    static State restore(Map<String, byte[]> parts) {
      for (String name : List.of(WEIGHTS, OPTIMISER, AVERAGE)) {
        if (!parts.containsKey(name)) {
          throw new TrainerStateException(name, "it is missing", null);
        }
      }
      return new State(
          Safetensors.decode(parts.get(WEIGHTS), "The trainer's saved state"),
          StateParts.read(parts.get(OPTIMISER), OPTIMISER, State::readOptimiser),
          StateParts.read(parts.get(AVERAGE), AVERAGE, State::readAverage));
    }

    private void writeOptimiser(DataOutputStream out) throws IOException {
      out.writeLong(optimiser.steps());
      out.writeInt(optimiser.moments().size());
      for (Adam.Moments moments : optimiser.moments()) {
        StateParts.writeFloats(moments.first(), out);
        StateParts.writeFloats(moments.second(), out);
      }
    }

    private static Adam.State readOptimiser(DataInputStream in) throws IOException {
      long steps = in.readLong();
      int tensors = in.readInt();
      List<Adam.Moments> moments = new ArrayList<>();
      for (int i = 0; i < tensors; i++) {
        moments.add(new Adam.Moments(StateParts.readFloats(in), StateParts.readFloats(in)));
      }
      return new Adam.State(steps, moments);
    }

    private void writeAverage(DataOutputStream out) throws IOException {
      out.writeLong(average.updates());
      out.writeInt(average.averages().size());
      for (Map.Entry<String, float[]> each : average.averages().entrySet()) {
        out.writeUTF(each.getKey());
        StateParts.writeFloats(each.getValue(), out);
      }
    }

    private static WeightAverage.State readAverage(DataInputStream in) throws IOException {
      long updates = in.readLong();
      int tensors = in.readInt();
      Map<String, float[]> averages = new LinkedHashMap<>();
      for (int i = 0; i < tensors; i++) {
        averages.put(in.readUTF(), StateParts.readFloats(in));
      }
      return new WeightAverage.State(updates, averages);
    }
  }

  private final ContrastiveNetwork network;
  private final PairLoss loss;
  private final double averageDecay;
  private final long seed;
  private Adam optimiser;
  private ContrastiveTrainer trainer;
  private WeightAverage average;

  /**
   * @param averageDecay 0 where candidates are made of the weights themselves
   */
  Learner(State state, PairLoss loss, double averageDecay, long seed) {
    network = new ContrastiveNetwork(state.weights);
    this.loss = loss;
    this.averageDecay = averageDecay;
    this.seed = seed;
    restore(state);
  }

  /**
   * @return the loss before the step; NaN where it was left out since a number was not finite
   */
  float step(PairBatch batch, double learningRate) {
    float result = trainer.step(batch, learningRate);
    if (averageDecay > 0 && !Float.isNaN(result)) {
      average.update(network);
    }
    return result;
  }

  /** A copy of the state as it is now; empty where a weight is not finite. */
  Optional<State> state() {
    if (!network.weights().values().stream().allMatch(Floats::allFinite)) {
      return Optional.empty();
    }
    Checkpoint weights = network.checkpoint(Map.of());
    return Optional.of(new State(weights, optimiser.state(), average.state()));
  }

  /** Goes back, or on, to a state. */
  void restore(State state) {
    network.restore(state.weights.tensors());
    optimiser = new Adam(0, state.optimiser);
    average = new WeightAverage(averageDecay, state.average);
    trainer = new ContrastiveTrainer(network, loss, optimiser, seed);
  }

  /** The weights to embed with: the averaged ones where there are such. */
  Checkpoint candidate(Map<String, String> metadata) {
    return averageDecay > 0 ? average.checkpoint(network, metadata) : network.checkpoint(metadata);
  }

  @Override
  public void close() {
    network.close();
  }
}
