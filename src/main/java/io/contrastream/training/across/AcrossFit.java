package io.contrastream.training.across;

import io.contrastream.checkpoint.Architecture;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.network.ContrastiveNetwork;
import io.contrastream.network.InitialWeights;
import io.contrastream.source.IndexedRandom;
import io.contrastream.source.Labelled;
import io.contrastream.source.Source;
import io.contrastream.source.SourceException;
import io.contrastream.training.Adam;
import io.contrastream.training.ContrastiveTrainer;
import io.contrastream.training.LearningRate;
import io.contrastream.training.PairBatch;
import io.contrastream.training.PairLoss;
import io.contrastream.training.WeightAverage;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Trains the encoder of one modality to meet the vectors of images. Each step pairs a batch of
 * inputs with images of the same labels; the images' encoder is not changed. On the same kind of
 * CPU, settings, inputs and images determine the weights to the last bit. Not thread-safe.
 *
 * @param <I> an input of the modality
 */
public final class AcrossFit<I> {
  private final AcrossSettings settings;
  private final Architecture network;
  private final Source<Labelled<I>> inputs;
  private final Features<I> features;
  private final LabelledVectors images;

  /** The pass over the inputs that {@link #order} is of. */
  private long pass = -1;

  private int[] order = {};

  /** Observes the steps, on the training thread. */
  @FunctionalInterface
  public interface Listener {
    /**
     * @param step from 1
     * @param loss of the step; NaN if it was skipped, as its numbers were not finite
     */
    void onStep(int step, float loss);
  }

  /**
   * @param inputs finite and labelled; each one is used equally often, in random order
   * @param features may distort inputs at random
   * @param images vectors to meet
   */
  public AcrossFit(
      AcrossSettings settings,
      Architecture network,
      Source<Labelled<I>> inputs,
      Features<I> features,
      LabelledVectors images) {
    this.settings = settings;
    this.network = network;
    this.inputs = inputs;
    this.features = features;
    this.images = images;
  }

  /**
   * Runs all steps. If the calling thread is interrupted, stops after the current step and leaves
   * the interrupt flag set.
   *
   * @param checkpoint whose image encoder has embedded the images
   * @return the checkpoint with the trained encoder added, or in place of the one that it had
   */
  public Checkpoint run(Checkpoint checkpoint, Listener listener) {
    Checkpoint start = InitialWeights.in(checkpoint, network, settings.seed());
    try (ContrastiveNetwork trained = new ContrastiveNetwork(network, start, settings.dropout());
        PairLoss loss = settings.loss().create(settings.temperature())) {
      ContrastiveTrainer trainer =
          new ContrastiveTrainer(trained, loss, new Adam(settings.weightDecay()), settings.seed());
      WeightAverage average = new WeightAverage(settings.averageDecay());
      LearningRate rate = LearningRate.oneCycle(settings.learningRate(), settings.steps());
      for (int step = 0;
          step < settings.steps() && !Thread.currentThread().isInterrupted();
          step++) {
        float value = trainer.stepAgainst(batch(step), rate.at(step));
        average.update(trained);
        listener.onStep(step + 1, value);
      }
      return average.checkpoint(trained, metadata(checkpoint));
    }
  }

  private Map<String, String> metadata(Checkpoint checkpoint) {
    Map<String, String> facts = new LinkedHashMap<>(checkpoint.metadata());
    facts.keySet().removeIf(key -> key.startsWith(network.prefix()));
    facts.put(Checkpoint.SPACE, checkpoint.spaceId()); // the images' vectors stay as they are
    settings.describe().forEach((key, value) -> facts.put(network.prefix() + key, value));
    return facts;
  }

  private PairBatch batch(int step) {
    int n = settings.batchSize();
    int size = network.spec().input().size();
    int dimension = network.spec().dimension();
    SplittableRandom random = IndexedRandom.of(settings.seed(), step);
    PairBatch batch =
        new PairBatch(
            new float[n * size], new float[n * dimension], new float[n], new Integer[2 * n]);
    for (int i = 0; i < n; i++) {
      Labelled<I> input = inputs.get(index((long) step * n + i));
      if (input.label() == null) {
        throw new SourceException("An input has no label, so it cannot be paired with images.");
      }
      features.write(input.input(), batch.anchors(), i * size);
      float[] vector = images.sample(input.label(), random);
      System.arraycopy(vector, 0, batch.contrastives(), i * dimension, dimension);
      batch.labels()[i] = input.label();
      batch.labels()[n + i] = input.label();
    }
    Arrays.fill(batch.targets(), 1);
    return batch;
  }

  /** Returns the index of the input that comes next; each pass has an order of its own. */
  private int index(long place) {
    int size = inputs.size();
    if (pass != place / size) {
      pass = place / size;
      order = IndexedRandom.permutation(~settings.seed(), pass, size);
    }
    return order[(int) (place % size)];
  }
}
