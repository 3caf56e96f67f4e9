package io.contrastream.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Training on the stream.
 *
 * @param name of the trainer: what its state is filed under; two that run under one name fence each
 *     other
 * @param seed of all that is left to chance
 * @param steps what a step of training is
 * @param memory what is kept of the pairs that went by
 * @param pace when things happen
 * @param promote what becomes of candidates that pass the gate
 */
public record TrainingSettings(
    String name, long seed, Steps steps, Memory memory, Pace pace, Promotion promote) {

  /** What becomes of a candidate that passes the gate. */
  public enum Promotion {
    /** It is announced as the active checkpoint. */
    AUTO,
    /** It waits in the topic for a person to activate it. */
    MANUAL
  }

  /**
   * A step of training.
   *
   * @param loss name of the loss, in lower case; the trainer knows which there are
   * @param temperature of InfoNCE
   * @param batchSize pairs of a step, new and old
   * @param pairsPerStep new pairs that a step waits for
   * @param fresh share of the batch that is taken from the new pairs
   * @param learningRate the first one
   * @param decay what each {@code decaySteps} steps leave of it
   * @param leastLearningRate what it does not fall below
   * @param average decay of the moving average of the weights that candidates are made of; 0 for
   *     the weights themselves
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
          .between(0.001, temperature, 10, "temperature")
          .require(
              batchSize >= 4 && batchSize <= 4096 && batchSize % 2 == 0,
              "batch.size",
              "an even number from 4 to 4096")
          .between(1, pairsPerStep, 100_000, "pairs.per.step")
          .between(0.0, fresh, 1.0, "fresh")
          .between(1e-8, learningRate, 1, "learning.rate")
          .between(0.001, decay, 1, "decay")
          .between(1, decaySteps, 1_000_000_000, "decay.steps")
          .between(0.0, leastLearningRate, 1, "least.learning.rate")
          .between(0.0, average, 0.99999, "average")
          .done();
    }
  }

  /**
   * What is kept of the pairs that went by.
   *
   * @param replay pairs to train on again
   * @param holdOut share of the pairs that are never trained on
   * @param holdOutPairs how many of those are kept to judge by
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
   * When things happen.
   *
   * @param commitSteps steps between two points from which the training can be resumed
   * @param commitInterval shortest time between two commits
   * @param candidateSteps a candidate is made after so many steps,
   * @param candidateInterval or after so much time
   * @param patience how long a partition without pairs is waited for before the others go on
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
    Checks.of("training")
        .matches(
            name,
            "[a-zA-Z0-9._-]{1,100}",
            "name",
            "1 to 100 letters, digits, dots, dashes and underscores")
        .done();
  }

  /** What the trainer's transactions and its group are called. */
  public String clientId() {
    return "contrastream-trainer-" + name;
  }

  /** What the weights depend on, by their keys, as a checkpoint's lineage keeps it. */
  public Map<String, String> describe() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("training.loss", steps.loss);
    facts.put("training.temperature", Double.toString(steps.temperature));
    facts.put("training.batch.size", Integer.toString(steps.batchSize));
    facts.put("training.pairs.per.step", Integer.toString(steps.pairsPerStep));
    facts.put("training.fresh", Double.toString(steps.fresh));
    facts.put("training.learning.rate", Double.toString(steps.learningRate));
    facts.put("training.decay", Double.toString(steps.decay));
    facts.put("training.decay.steps", Integer.toString(steps.decaySteps));
    facts.put("training.least.learning.rate", Double.toString(steps.leastLearningRate));
    facts.put("training.average", Double.toString(steps.average));
    facts.put("training.replay", Integer.toString(memory.replay));
    facts.put("training.hold.out", Double.toString(memory.holdOut));
    facts.put("training.hold.out.pairs", Integer.toString(memory.holdOutPairs));
    facts.put("training.commit.steps", Integer.toString(pace.commitSteps));
    return facts;
  }
}
