package io.contrastream.training;

import io.contrastream.checkpoint.Architecture;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Networks;
import io.contrastream.checkpoint.Safetensors;
import io.contrastream.network.ContrastiveNetwork;
import io.contrastream.schema.Modality;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network with its optimiser and the moving average of its weights, saved and restored together.
 *
 * <p>Owns native memory until {@link #close}. Not thread-safe.
 */
final class Learner implements AutoCloseable {
  private static final String WEIGHTS = "weights";
  private static final String OPTIMISER = "optimiser";
  private static final String AVERAGE = "average";

  /**
   * Everything that the next step depends on besides its batch. Its arrays must not be written to.
   */
  record State(Checkpoint weights, Adam.State optimiser, WeightAverage.State average) {

    /** Returns the state of a training that starts from given weights. */
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
     * Reads the result of {@link #save}.
     *
     * @throws TrainerStateException if a part is missing or can't be read
     */
    static State restore(Map<String, byte[]> parts) {
      return new State(
          StateParts.read(parts, WEIGHTS, State::readWeights),
          StateParts.read(parts, OPTIMISER, State::readOptimiser),
          StateParts.read(parts, AVERAGE, State::readAverage));
    }

    private static Checkpoint readWeights(DataInputStream in) throws IOException {
      return Safetensors.decode(in.readAllBytes(), "The trainer's saved state");
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

  /**
   * What is trained, and how.
   *
   * @param dropout share of a layer's output that training drops
   * @param weightDecay as in AdamW
   */
  record Method(Architecture network, float dropout, double weightDecay) {

    /** Returns the method that the network of a modality is trained by. */
    static Method of(Modality modality) {
      Architecture network = Networks.of(modality);
      return switch (modality) {
        case IMAGE -> new Method(network, ContrastiveNetwork.DROPOUT, 0);
        case CAPTION -> new Method(network, 0.1f, 1e-4);
        case SOUND -> new Method(network, 0, 1e-3);
      };
    }
  }

  private final Method method;
  private final ContrastiveNetwork network;
  private final PairLoss loss;
  private final double averageDecay;
  private final long seed;
  private Adam optimiser;
  private ContrastiveTrainer trainer;
  private WeightAverage average;

  /**
   * Creates the network in native memory.
   *
   * @param loss closed by this, also if the network can't be built
   * @param averageDecay decay of the moving average that candidates hold; 0 if they hold the
   *     weights themselves
   */
  Learner(Method method, State state, PairLoss loss, double averageDecay, long seed) {
    this.method = method;
    this.loss = loss;
    this.averageDecay = averageDecay;
    this.seed = seed;
    network = network(method, state, loss);
    try {
      restore(state);
    } catch (Throwable e) { // whatever it is, native memory must be freed
      close();
      throw e;
    }
  }

  private static ContrastiveNetwork network(Method method, State state, PairLoss loss) {
    try {
      return new ContrastiveNetwork(method.network, state.weights, method.dropout);
    } catch (Throwable e) {
      loss.close();
      throw e;
    }
  }

  /** Embeds inputs with the current weights. */
  float[][] embed(List<Sample> samples) {
    return SampleEmbedder.embed(network, samples);
  }

  /**
   * Takes one step.
   *
   * @return the loss before the step, or NaN if the step was skipped because the loss or a gradient
   *     was not finite
   */
  float step(PairBatch batch, double learningRate) {
    return averaged(trainer.step(batch, learningRate));
  }

  /** As {@link #step}, for a batch of {@link PairBatch#against}. */
  float stepAgainst(PairBatch batch, double learningRate) {
    return averaged(trainer.stepAgainst(batch, learningRate));
  }

  private float averaged(float result) {
    if (averageDecay > 0 && !Float.isNaN(result)) {
      average.update(network);
    }
    return result;
  }

  /** Returns a copy of the current state, or empty if a weight is not finite. */
  Optional<State> state() {
    if (!network.weights().values().stream().allMatch(Floats::allFinite)) {
      return Optional.empty();
    }
    Checkpoint weights = network.checkpoint(Map.of());
    return Optional.of(new State(weights, optimiser.state(), average.state()));
  }

  void restore(State state) {
    network.restore(state.weights.tensors());
    optimiser = new Adam(method.weightDecay, state.optimiser);
    average = new WeightAverage(averageDecay, state.average);
    trainer = new ContrastiveTrainer(network, loss, optimiser, seed);
  }

  /** Returns the weights to embed with: averaged, if there is an average decay. */
  Checkpoint candidate(Map<String, String> metadata) {
    return averageDecay > 0 ? average.checkpoint(network, metadata) : network.checkpoint(metadata);
  }

  @Override
  public void close() {
    loss.close();
    network.close();
  }
}
