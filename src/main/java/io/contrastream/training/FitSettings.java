package io.contrastream.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a network is fitted.
 *
 * @param epochs times that every training image is an anchor, at least 1
 * @param batchSize pairs of a step, at least 2
 * @param validation last images of the source, held out to watch progress, at least 10
 * @param seed of the initial weights, pairs, changes of images, and dropout
 * @param temperature of the InfoNCE loss, above 0
 * @param augment whether images are bent at random
 * @param optimisation how the weights are moved
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
    /** Times gamma after every {@code stepSize} epochs. */
    STEP,
    /** Up to the learning rate and down to almost nothing. */
    ONE_CYCLE
  }

  /**
   * How the weights are moved.
   *
   * @param learningRate the first one, or with one cycle the highest, above 0
   * @param stepSize epochs between two cuts of the learning rate, at least 1; for steps only
   * @param gamma what a cut leaves of it, above 0 up to 1; for steps only
   * @param weightDecay as of AdamW, 0 for plain Adam
   * @param averageDecay of the weights' moving average, which is what checkpoints then hold; 0 for
   *     the weights themselves, below 1
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
   * @throws IllegalArgumentException naming every setting that is out of its range
   */
  public FitSettings {
    Faults faults = new Faults();
    faults.unless(epochs >= 1, "epochs", epochs, "at least 1");
    faults.unless(batchSize >= 2, "batch size", batchSize, "at least 2");
    faults.unless(temperature > 0, "temperature", temperature, "above 0");
    faults.unless(validation >= 10, "validation", validation, "at least 10 images");
    Optimisation o = optimisation;
    faults.unless(o.learningRate > 0, "learning rate", o.learningRate, "above 0");
    faults.unless(o.stepSize >= 1, "step size", o.stepSize, "at least 1 epoch");
    faults.unless(o.gamma > 0 && o.gamma <= 1, "gamma", o.gamma, "above 0, at most 1");
    faults.unless(o.weightDecay >= 0, "weight decay", o.weightDecay, "at least 0");
    faults.unless(
        o.averageDecay >= 0 && o.averageDecay < 1, "average decay", o.averageDecay, "0 to below 1");
    faults.raise();
  }

  /** The settings by name, as a checkpoint's metadata keeps them. */
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

  private static final class Faults {
    private final List<String> found = new ArrayList<>();

    void unless(boolean allowed, String name, Object value, String range) {
      if (!allowed) {
        found.add("%s is %s, allowed is %s".formatted(name, value, range));
      }
    }

    void raise() {
      if (!found.isEmpty()) {
        throw new IllegalArgumentException("Fit settings: " + String.join("; ", found));
      }
    }
  }
}
