package io.contrastream.training.across;

import io.contrastream.schema.Modality;
import io.contrastream.training.FitSettings.Schedule;
import io.contrastream.training.Loss;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings of a fit against the vectors of images.
 *
 * @param steps number of batches, at least 1
 * @param batchSize pairs per step, at least 2
 * @param seed of the initial weights, the pairs, the augmentation and the dropout
 * @param temperature of the losses that have one, above 0; {@link Loss#SYMMETRIC} starts with it,
 *     and takes 0.01 to 1
 * @param dropout share of a layer's output that training drops
 * @param learningRate peak of the cycle, above 0
 * @param weightDecay as in AdamW, at least 0
 * @param averageDecay 0 to below 1: decay of the moving average of the weights that the checkpoint
 *     holds
 */
public record AcrossSettings(
    int steps,
    int batchSize,
    long seed,
    Loss loss,
    double temperature,
    float dropout,
    double learningRate,
    double weightDecay,
    double averageDecay) {

  /**
   * @throws IllegalArgumentException naming a setting that is out of range
   */
  public AcrossSettings {
    require(steps >= 1, "epochs", "at least 1");
    require(batchSize >= 2, "batch size", "at least 2");
    require(
        (long) steps * batchSize <= Integer.MAX_VALUE,
        "epochs",
        "fewer: a fit takes at most 2^31 pairs");
    require(loss.takes(temperature), "temperature", "above 0, and of symmetric 0.01 to 1");
    require(learningRate > 0, "learning rate", "above 0");
    require(weightDecay >= 0, "weight decay", "at least 0");
    require(averageDecay >= 0 && averageDecay < 1, "average decay", "0 to below 1");
  }

  private static void require(boolean allowed, String name, String range) {
    if (!allowed) {
      throw new IllegalArgumentException("Fit settings: %s must be %s".formatted(name, range));
    }
  }

  /** Returns the settings that the encoder of a modality is trained with by default. */
  public static AcrossSettings of(Modality modality, long seed) {
    return modality == Modality.SOUND
        ? new AcrossSettings(4800, 64, seed, Loss.COSINE_DISTANCE, 0.1, 0, 0.004, 1e-3, 0.995)
        : new AcrossSettings(6000, 128, seed, Loss.COSINE_DISTANCE, 0.1, 0.1f, 0.003, 1e-4, 0.995);
  }

  /** Returns the settings by name, for a checkpoint's metadata. */
  Map<String, String> describe() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("steps", Integer.toString(steps));
    facts.put("batch_size", Integer.toString(batchSize));
    facts.put("seed", Long.toString(seed));
    facts.put("loss", loss.name());
    facts.put("temperature", Double.toString(temperature));
    facts.put("dropout", Float.toString(dropout));
    facts.put("learning_rate", Double.toString(learningRate));
    facts.put("schedule", Schedule.ONE_CYCLE.name());
    facts.put("weight_decay", Double.toString(weightDecay));
    facts.put("average_decay", Double.toString(averageDecay));
    return facts;
  }
}
