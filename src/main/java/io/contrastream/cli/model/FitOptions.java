package io.contrastream.cli.model;

import io.contrastream.schema.Modality;
import io.contrastream.training.FitSettings;
import io.contrastream.training.FitSettings.Optimisation;
import io.contrastream.training.FitSettings.Schedule;
import io.contrastream.training.Loss;
import io.contrastream.training.Recipe;
import io.contrastream.training.across.AcrossSettings;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A recipe for training, and the options that override it. */
@Command
final class FitOptions {

  @Option(
      names = "--recipe",
      defaultValue = "lesson",
      description =
          "lesson (small batches of pairs) or strong (distorted images, all combinations of a large"
              + " batch, averaged weights: half the loss) (default: ${DEFAULT-VALUE}).")
  private Recipe recipe;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Number of epochs (default: 14; strong: 16).")
  private Integer epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Pairs per step (default: 16; strong: 128).")
  private Integer batch;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description =
          "Initial learning rate; the maximum one with --schedule one_cycle (default: 0.005;"
              + " strong: 0.004).")
  private Double learningRate;

  @Option(
      names = "--schedule",
      paramLabel = "SCHEDULE",
      description = "Learning rate schedule: step or one_cycle (default: step; strong: one_cycle).")
  private Schedule schedule;

  @Option(
      names = "--step-size",
      paramLabel = "N",
      description =
          "Epochs between two decays of the learning rate, with --schedule step (default: 7).")
  private Integer stepSize;

  @Option(
      names = "--gamma",
      paramLabel = "G",
      description =
          "Factor by which each decay multiplies the learning rate, with --schedule step (default:"
              + " 0.3).")
  private Double gamma;

  @Option(
      names = "--validation",
      paramLabel = "N",
      description =
          "Number of inputs at the end of the source held out for validation (default: 1000).")
  private Integer validation;

  @Option(
      names = "--loss",
      paramLabel = "LOSS",
      description =
          "pair (the given pairs), all_pairs (all combinations within a batch), cosine_distance"
              + " (the same, and positive ones go on to approach each other when they are close),"
              + " infonce (each positive example against the negatives of the batch) or symmetric"
              + " (infonce in both directions with a learnt temperature) (default: pair; strong:"
              + " all_pairs).")
  private Loss loss;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description =
          "Temperature of infonce, or that symmetric starts with; the lower, the more the hardest"
              + " negatives count (default: 0.1).")
  private Double temperature;

  @Option(
      names = "--augment",
      negatable = true,
      description = "Distort images at random, or not (default: not; strong: distorted).")
  private Boolean augment;

  @Option(
      names = "--weight-decay",
      paramLabel = "D",
      description = "Weight decay of AdamW; 0 for Adam (default: 0; strong: 0.0001).")
  private Double weightDecay;

  @Option(
      names = "--average-decay",
      paramLabel = "D",
      description =
          "Decay of the moving average of the weights; 0 for no averaging (default: 0; strong:"
              + " 0.999).")
  private Double averageDecay;

  /**
   * Returns the recipe's settings with the options applied.
   *
   * @throws IllegalArgumentException naming every setting that is out of range
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

  /**
   * Returns the default settings of a modality with the options applied.
   *
   * @param inputs number of inputs that an epoch uses
   * @throws IllegalArgumentException if an option is given that only the encoder of images has
   */
  AcrossSettings across(Modality modality, int inputs, long seed) {
    requireUnset("--schedule", schedule);
    requireUnset("--step-size", stepSize);
    requireUnset("--gamma", gamma);
    requireUnset("--augment", augment);
    AcrossSettings base = AcrossSettings.of(modality, seed);
    int size = or(batch, base.batchSize());
    int perEpoch = size < 1 ? 1 : (inputs + size - 1) / size; // settings refuse such a size
    int steps =
        epochs == null ? base.steps() : (int) Math.min(Integer.MAX_VALUE, (long) epochs * perEpoch);
    return new AcrossSettings(
        steps,
        size,
        seed,
        or(loss, base.loss()),
        or(temperature, base.temperature()),
        base.dropout(),
        or(learningRate, base.learningRate()),
        or(weightDecay, base.weightDecay()),
        or(averageDecay, base.averageDecay()));
  }

  int validation(int inputs) {
    return or(validation, Math.max(1, Math.min(1000, inputs / 10)));
  }

  private static void requireUnset(String option, Object value) {
    if (value != null) {
      throw new IllegalArgumentException(option + " is for images only");
    }
  }

  private static <T> T or(T given, T defaultValue) {
    return Optional.ofNullable(given).orElse(defaultValue);
  }
}
