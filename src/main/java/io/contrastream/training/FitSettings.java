package io.contrastream.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Settings of a fit.
 *
 * @param epochs number of times that every training image is an anchor, at least 1
 * @param batchSize pairs per step, at least 2
 * @param validation number of images at the end of the source that are held out, at least 10
 * @param seed of the initial weights, the pairs, the augmentation and the dropout
 * @param temperature of the InfoNCE loss, above 0
 * @param augment whether images are distorted at random
 * @param optimisation settings of the optimiser
 */
public record FitSettings(
    int epochs,
    int batchSize,
    int validation,
    long seed,
    Loss loss,
    double temperature,
    boolean augment,
    Optimisation optimisation) {

  /** How the learning rate changes. */
  public enum Schedule {
    /** Multiplied by gamma after every {@code stepSize} epochs. */
    STEP,
    /** Rises to the learning rate and falls to almost 0. */
    ONE_CYCLE
  }

  /**
   * @param learningRate initial learning rate, or the peak of one cycle; above 0
   * @param stepSize epochs between two reductions of the learning rate, at least 1; STEP only
   * @param gamma factor of a reduction, above 0 and at most 1; STEP only
   * @param weightDecay as in AdamW; 0 for plain Adam
   * @param averageDecay decay of the moving average of the weights that checkpoints hold, below 1;
   *     0 to save the weights themselves
   */
  public record Optimisation(
      double learningRate,
      Schedule schedule,
      int stepSize,
      double gamma,
      double weightDecay,
      double averageDecay) {

    LearningRate learningRate(int epochs, int stepsPerEpoch) {
      return switch (schedule) {
        case STEP -> LearningRate.stepped(learningRate, gamma, stepSize, stepsPerEpoch);
        case ONE_CYCLE -> LearningRate.oneCycle(learningRate, (long) epochs * stepsPerEpoch);
      };
    }
  }

  /**
   * @throws IllegalArgumentException naming every setting that is out of range
   */
  public FitSettings {
    Optimisation o = optimisation;
    String faults =
        Stream.of(
                fault(epochs >= 1, "epochs", epochs, "at least 1"),
                fault(batchSize >= 2, "batch size", batchSize, "at least 2"),
                fault(
                    loss.takes(temperature),
                    "temperature",
                    temperature,
                    "above 0, and of symmetric 0.01 to 1"),
                fault(validation >= 10, "validation", validation, "at least 10 images"),
                fault(o.learningRate > 0, "learning rate", o.learningRate, "above 0"),
                fault(o.stepSize >= 1, "step size", o.stepSize, "at least 1 epoch"),
                fault(o.gamma > 0 && o.gamma <= 1, "gamma", o.gamma, "above 0, at most 1"),
                fault(o.weightDecay >= 0, "weight decay", o.weightDecay, "at least 0"),
                fault(
                    o.averageDecay >= 0 && o.averageDecay < 1,
                    "average decay",
                    o.averageDecay,
                    "0 to below 1"))
            .filter(fault -> !fault.isEmpty())
            .collect(Collectors.joining("; "));
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("Fit settings: " + faults);
    }
  }

  private static String fault(boolean allowed, String name, Object value, String range) {
    return allowed ? "" : "%s is %s, must be %s".formatted(name, value, range);
  }

  /** Returns the settings by name, for a checkpoint's metadata. */
  public Map<String, String> describe() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("epochs", Integer.toString(epochs));
    facts.put("batch_size", Integer.toString(batchSize));
    facts.put("validation", Integer.toString(validation));
    facts.put("seed", Long.toString(seed));
    facts.put("loss", loss.name());
    facts.put("temperature", Double.toString(temperature));
    facts.put("augment", Boolean.toString(augment));
    facts.put("learning_rate", Double.toString(optimisation.learningRate));
    facts.put("schedule", optimisation.schedule.name());
    facts.put("step_size", Integer.toString(optimisation.stepSize));
    facts.put("gamma", Double.toString(optimisation.gamma));
    facts.put("weight_decay", Double.toString(optimisation.weightDecay));
    facts.put("average_decay", Double.toString(optimisation.averageDecay));
    return facts;
  }
}
