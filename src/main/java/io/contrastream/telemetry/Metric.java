package io.contrastream.telemetry;

/**
 * All meters of our own. Prometheus sees the names with {@code _} for dots, the unit at the end,
 * and {@code _total} behind what only grows.
 */
public enum Metric {
  PROCESSOR_READY("processor.ready", null, "1 while all stream threads work, else 0"),
  IMAGES_EMBEDDED("images.embedded", null, "Images embedded by this instance since its start"),
  BATCHES("batches", null, "Micro-batches embedded by this instance since its start"),
  BATCH_SIZE_MEAN("batch.size.mean", null, "Images in a micro-batch, mean of the last minute"),
  BATCH_SIZE_MAX("batch.size.max", null, "Images in a micro-batch, most of the last minute"),
  BATCH_DURATION_MEAN("batch.duration.mean", "seconds", "Time that a micro-batch takes, mean"),
  BATCH_DURATION_MAX("batch.duration.max", "seconds", "Time that a micro-batch takes, longest"),
  CONSUMER_LAG("consumer.lag", null, "Records that wait in the partitions of this instance"),
  RECORDS_DROPPED("records.dropped", null, "Records that this instance sent to the dead letters"),
  CHECKPOINT_GENERATION("checkpoint.generation", null, "Announcement that the weights came by"),
  CHECKPOINT_CURRENT("checkpoint.current", null, "1 where the weights are those announced, else 0"),
  CHECKPOINT_SWAPS("checkpoint.swaps", null, "Checkpoints gone over to since the start"),
  CHECKPOINT_REFUSALS("checkpoint.refusals", null, "Checkpoints refused since the start"),
  TRAINER_RUNNING("trainer.running", null, "1 while the trainer trains, else 0"),
  TRAINER_STEPS("trainer.steps", null, "Optimiser steps since the training began"),
  TRAINER_STEPS_SKIPPED("trainer.steps.skipped", null, "Steps left out: loss was not finite"),
  TRAINER_PAIRS("trainer.pairs", null, "Pairs taken from the topic since the training began"),
  TRAINER_LOSS("trainer.loss", null, "Mean loss of the last few steps"),
  TRAINER_LEARNING_RATE("trainer.learning.rate", null, "Learning rate of the last step"),
  TRAINER_CANDIDATES_PASSED("trainer.candidates.passed", null, "Candidates that the gate let in"),
  TRAINER_CANDIDATES_REFUSED("trainer.candidates.refused", null, "Candidates that it did not");

  private final String id;
  private final String unit;
  private final String description;

  Metric(String suffix, String unit, String description) {
    this.id = "contrastream." + suffix;
    this.unit = unit;
    this.description = description;
  }

  /** Name by Micrometer's convention, with dots. */
  public String id() {
    return id;
  }

  /** Base unit; null where things are counted. */
  public String unit() {
    return unit;
  }

  public String description() {
    return description;
  }
}
