package io.contrastream.cli.model;

import io.contrastream.training.FitSettings;
import io.contrastream.training.FitSettings.Optimisation;
import io.contrastream.training.FitSettings.Schedule;
import io.contrastream.training.Loss;
import io.contrastream.training.Recipe;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How a network is fitted: a recipe, and what is to be done otherwise than it says. */
@Command
final class FitOptions {

  @Option(
      names = "--recipe",
      defaultValue = "lesson",
      description =
          "lesson (small batches of pairs) or strong (bent images, every combination of a large"
              + " batch, averaged weights: half the loss) (default: ${DEFAULT-VALUE}).")
  private Recipe recipe;

  @Option(names = "--epochs", paramLabel = "N", description = "Times each image is an anchor.")
  private Integer epochs;

  @Option(names = "--batch", paramLabel = "N", description = "Pairs of a step.")
  private Integer batch;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description = "The first one; with one_cycle the highest.")
  private Double learningRate;

  @Option(
      names = "--schedule",
      paramLabel = "SCHEDULE",
      description = "How the learning rate changes: step or one_cycle.")
  private Schedule schedule;

  @Option(
      names = "--step-size",
      paramLabel = "N",
      description = "Epochs between two cuts of the learning rate.")
  private Integer stepSize;

  @Option(names = "--gamma", paramLabel = "G", description = "What a cut leaves of it.")
  private Double gamma;

  @Option(
      names = "--validation",
      paramLabel = "N",
      description = "Last images of the source, held out to watch progress.")
  private Integer validation;

  @Option(
      names = "--loss",
      paramLabel = "LOSS",
      description =
          "pair (the pairs as given), all_pairs (every combination in a batch) or infonce (each"
              + " positive example against the batch's negatives).")
  private Loss loss;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description =
          "Of infonce: the smaller, the more the most similar negatives count (default: 0.1).")
  private Double temperature;

  @Option(
      names = "--augment",
      negatable = true,
      description = "Bends images at random, or with --no-augment doesn't.")
  private Boolean augment;

  @Option(names = "--weight-decay", paramLabel = "D", description = "As of AdamW; 0 for Adam.")
  private Double weightDecay;

  @Option(
      names = "--average-decay",
      paramLabel = "D",
      description = "Of the weights' moving average; 0 for the weights themselves.")
  private Double averageDecay;

  /**
   * @throws IllegalArgumentException naming every setting that is out of its range
   */
  FitSettings settings(long seed) {
    FitSettings base = recipe.settings();
    Optimisation optimisation = base.optimisation();
    return new FitSettings(
        or(epochs, base.epochs()),
        or(batch, base.batchSize()),
        or(validation, base.validation()),
        seed,
        or(loss, base.loss()),
        or(temperature, base.temperature()),
        or(augment, base.augment()),
        new Optimisation(
            or(learningRate, optimisation.learningRate()),
            or(schedule, optimisation.schedule()),
            or(stepSize, optimisation.stepSize()),
            or(gamma, optimisation.gamma()),
            or(weightDecay, optimisation.weightDecay()),
            or(averageDecay, optimisation.averageDecay())));
  }

  private static <T> T or(T given, T otherwise) {
    return Optional.ofNullable(given).orElse(otherwise);
  }
}
