package io.contrastream.training;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.config.ForwardPath;
import io.contrastream.encoding.Encoder;
import io.contrastream.image.DigitPair;
import io.contrastream.image.DigitPairs;
import io.contrastream.image.DigitSource;
import io.contrastream.image.source.DigitSources;
import io.contrastream.network.ContrastiveNetwork;
import io.contrastream.network.ImageEncoders;
import io.contrastream.network.InitialWeights;
import io.contrastream.source.SourceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Trains a new network on a source of digits and saves a checkpoint of every epoch. On the same
 * kind of CPU, the settings and the source determine the weights to the last bit.
 */
public final class Fit {
  private static final int VALIDATION_PAIRS = 4000;

  private final FitSettings settings;
  private final String sourceName;
  private final DigitSource training;
  private final Evaluation validation;
  private final Path folder;
  private final FitListener listener;

  /**
   * Splits the source into training and validation images.
   *
   * @param source labelled and finite; its last {@link FitSettings#validation} images are held out
   * @param sourceName name of the source in the checkpoints' metadata
   * @param folder for {@code model_epoch_N.safetensors}, {@code loss.csv} and {@code loss.png}
   * @throws SourceException if the source is too small or has no labels
   */
  public Fit(
      FitSettings settings,
      DigitSource source,
      String sourceName,
      Path folder,
      FitListener listener) {
    int size = source.size() - settings.validation();
    if (size < settings.batchSize()) {
      throw new SourceException(
          "%s has %d digits: too few to hold out %d and fill a batch of %d."
              .formatted(sourceName, source.size(), settings.validation(), settings.batchSize()));
    }
    this.settings = settings;
    this.sourceName = sourceName;
    this.folder = folder;
    this.listener = listener;
    training = DigitSources.slice(source, 0, size);
    DigitSource heldOut = DigitSources.slice(source, size, source.size());
    validation = new Evaluation(heldOut, Optional.empty(), VALIDATION_PAIRS, settings.seed());
  }

  /**
   * Runs all epochs. If the calling thread is interrupted, stops after the current step, keeps the
   * finished epochs and leaves the interrupt flag set.
   *
   * @return the finished epochs, in order
   */
  public List<EpochResult> run() {
    List<EpochResult> results = new ArrayList<>();
    LossFiles losses = new LossFiles(folder);
    losses.prepare();
    try (ContrastiveNetwork network = new ContrastiveNetwork(InitialWeights.of(settings.seed()));
        PairLoss loss = settings.loss().create(settings.temperature())) {
      Epochs epochs = new Epochs(network, loss);
      for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
        long start = System.nanoTime();
        double trainLoss = epochs.run(epoch);
        if (Thread.currentThread().isInterrupted()) {
          break;
        }
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        results.add(finish(epoch, trainLoss, epochs.checkpoint(), duration));
        losses.write(results);
        listener.onEpoch(results.get(results.size() - 1));
      }
    }
    return results;
  }

  private EpochResult finish(int epoch, double trainLoss, Checkpoint weights, Duration duration) {
    EvaluationReport report;
    try (Encoder<byte[]> model =
        ImageEncoders.load(weights, "epoch " + epoch, ForwardPath.FAST, List.of())) {
      report = validation.of(model);
    }
    Path file = folder.resolve("model_epoch_" + epoch + ".safetensors");
    CheckpointFile.save(weights.withMetadata(metadata(epoch, trainLoss, report)), file);
    return new EpochResult(epoch, trainLoss, report, file, duration);
  }

  private Map<String, String> metadata(int epoch, double trainLoss, EvaluationReport report) {
    Map<String, String> facts = new LinkedHashMap<>(settings.describe());
    facts.put("source", sourceName);
    facts.put("epoch", Integer.toString(epoch));
    facts.put("train_loss", Double.toString(trainLoss));
    facts.put("validation_pair_loss", Double.toString(report.pairLoss()));
    facts.put("validation_pair_accuracy", Double.toString(report.pairAccuracy()));
    facts.put("validation_knn5", Double.toString(report.knn5()));
    return facts;
  }

  /** The state that is kept from epoch to epoch. */
  private final class Epochs {
    private final ContrastiveNetwork network;
    private final ContrastiveTrainer trainer;
    private final Optional<WeightAverage> average;
    private final LearningRate learningRate;
    private final DigitPairs pairs = new DigitPairs(training, settings.seed());
    private final SplittableRandom random = new SplittableRandom(settings.seed());
    private final PixelScaling scaling;
    private final int steps;
    private long stepsDone;

    Epochs(ContrastiveNetwork network, PairLoss loss) {
      FitSettings.Optimisation optimisation = settings.optimisation();
      Adam adam = new Adam(optimisation.weightDecay());
      this.network = network;
      trainer = new ContrastiveTrainer(network, loss, adam, settings.seed());
      average = Optional.of(optimisation.averageDecay()).filter(d -> d > 0).map(WeightAverage::new);
      scaling =
          settings.augment()
              ? new Augmenter(Augmenter.Limits.DIGITS, random.split())
              : PixelScaling.PLAIN;
      steps = (training.size() + settings.batchSize() - 1) / settings.batchSize();
      learningRate = optimisation.learningRate(settings.epochs(), steps);
    }

    /** Returns the mean loss of the epoch's steps; meaningless if interrupted. */
    double run(int epoch) {
      int[] order = shuffled(training.size());
      long first = (long) (epoch - 1) * order.length;
      long start = System.nanoTime();
      double losses = 0;
      for (int step = 0; step < steps && !Thread.currentThread().isInterrupted(); step++) {
        int from = step * settings.batchSize();
        int to = Math.min(order.length, from + settings.batchSize());
        List<DigitPair> batch =
            IntStream.range(from, to).mapToObj(i -> pairs.pair(first + order[i])).toList();
        float loss = step(batch);
        losses += loss;
        double pairsPerSecond = to * 1e9 / (System.nanoTime() - start);
        listener.onStep(
            new FitListener.Progress(
                epoch, settings.epochs(), step + 1, steps, loss, pairsPerSecond));
      }
      return losses / steps;
    }

    Checkpoint checkpoint() {
      return average
          .map(weights -> weights.checkpoint(network, Map.of()))
          .orElseGet(() -> network.checkpoint(Map.of()));
    }

    private float step(List<DigitPair> batch) {
      float loss = trainer.step(PairBatch.of(batch, scaling), learningRate.at(stepsDone++));
      average.ifPresent(weights -> weights.update(network));
      return loss;
    }

    private int[] shuffled(int n) {
      int[] order = IntStream.range(0, n).toArray();
      for (int i = n - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swapped = order[i];
        order[i] = order[j];
        order[j] = swapped;
      }
      return order;
    }
  }
}
