package io.contrastream.config;

import io.contrastream.schema.Modality;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Training on the stream.
 *
 * @param name the trainer's name, the key of its state; two trainers with one name fence each other
 * @param seed the seed of all random choices
 * @param promote what happens to candidates that pass the gate
 * @param newSpace what happens to those of them whose vectors can't be compared with those of the
 *     active checkpoint
 */
public record TrainingSettings(
    String name,
    long seed,
    Steps steps,
    Across across,
    Memory memory,
    Pace pace,
    Promotion promote,
    NewSpace newSpace) {

  /** What happens to a candidate that passes the gate. */
  public enum Promotion {
    /** It is announced as the active checkpoint. */
    AUTO,
    /** It is, if its loss on live pairs is lower, too. */
    SHADOW,
    /** It stays in the topic until a user activates it. */
    MANUAL;

    /** Whether it is activated without a person, at once or later. */
    public boolean isAutomatic() {
      return this != MANUAL;
    }
  }

  /** What happens to a candidate that would begin a new space. */
  public enum NewSpace {
    /** It may be promoted. */
    ALLOW,
    /** It is refused. */
    REFUSE
  }

  /**
   * A training step.
   *
   * @param loss the lower-case name of the loss, which the trainer resolves
   * @param temperature the temperature of InfoNCE
   * @param batchSize pairs in a batch, new and replayed
   * @param pairsPerStep new pairs that must arrive before the next step
   * @param fresh the share of new pairs in a batch
   * @param learningRate the initial learning rate
   * @param decay the factor applied to the learning rate every {@code decaySteps} steps
   * @param leastLearningRate the minimum learning rate
   * @param average the decay of the exponential moving average of the weights, from which
   *     candidates are made; 0 for the weights themselves
   */
  public record Steps(
      String loss,
      double temperature,
      int batchSize,
      int pairsPerStep,
      double fresh,
      double learningRate,
      double decay,
      int decaySteps,
      double leastLearningRate,
      double average) {

    public Steps {
      Checks.of("training")
          .between(0.001, temperature, 10.0, "temperature")
          .require(
              batchSize >= 4 && batchSize <= 4096 && batchSize % 2 == 0,
              "batch.size",
              "an even number from 4 to 4096")
          .between(1, pairsPerStep, 100_000, "pairs.per.step")
          .between(0.0, fresh, 1.0, "fresh")
          .between(1e-8, learningRate, 1.0, "learning.rate")
          .between(0.001, decay, 1.0, "decay")
          .between(1, decaySteps, 1_000_000_000, "decay.steps")
          .between(0.0, leastLearningRate, 1.0, "least.learning.rate")
          .between(0.0, average, 0.99999, "average")
          .done();
    }
  }

  /**
   * Training on pairs of two modalities, if there are others than images.
   *
   * @param acrossLoss the lower-case name of the loss, which the trainer resolves
   * @param acrossLearningRate the initial learning rate of captions and sounds
   * @param locked modalities whose networks stay as they are
   */
  public record Across(String acrossLoss, double acrossLearningRate, Set<Modality> locked) {

    public Across {
      Checks.of("training").between(1e-8, acrossLearningRate, 1.0, "across.learning.rate").done();
    }
  }

  /**
   * The pairs that are kept.
   *
   * @param replay maximum number of pairs to replay
   * @param holdOut the share of the images that are held out
   * @param holdOutPairs maximum number of held-out pairs
   */
  public record Memory(int replay, double holdOut, int holdOutPairs) {

    public Memory {
      Checks.of("training")
          .between(20, replay, 10_000_000, "replay")
          .between(0.001, holdOut, 0.5, "hold.out")
          .between(20, holdOutPairs, 1_000_000, "hold.out.pairs")
          .done();
    }
  }

  /**
   * When state is committed and candidates are made.
   *
   * @param commitSteps number of steps between two points from which training can resume
   * @param commitInterval minimum time between two commits
   * @param candidateSteps number of steps after which a candidate is made
   * @param candidateInterval time after which a candidate is made
   * @param patience how long to wait for a partition without pairs before the others go on
   */
  public record Pace(
      int commitSteps,
      Duration commitInterval,
      int candidateSteps,
      Duration candidateInterval,
      Duration patience) {

    public Pace {
      Checks.of("training")
          .between(1, commitSteps, 1_000_000, "commit.steps")
          .between(Duration.ZERO, commitInterval, Duration.ofHours(1), "commit.interval")
          .between(1, candidateSteps, 1_000_000_000, "candidate.steps")
          .between(
              Duration.ofMillis(100), candidateInterval, Duration.ofDays(7), "candidate.interval")
          .between(Duration.ZERO, patience, Duration.ofDays(1), "patience")
          .done();
    }
  }

  public TrainingSettings {
    Checks.of("training").name(name, "name").done();
  }

  /** Returns the transactional id and the group id of the trainer. */
  public String clientId() {
    return "contrastream-trainer-" + name;
  }

  /** Returns the settings that determine the weights, by key, for a checkpoint's lineage. */
  public Map<String, String> describe() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.putAll(SettingsReader.describe("training", steps));
    facts.putAll(SettingsReader.describe("training", across));
    facts.putAll(SettingsReader.describe("training", memory));
    facts.put("training.commit.steps", Integer.toString(pace.commitSteps));
    return facts;
  }
}
