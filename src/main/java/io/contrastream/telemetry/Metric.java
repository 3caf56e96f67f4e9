package io.contrastream.telemetry;

/**
 * The metrics of this program. Prometheus sees {@code _} instead of dots, the unit as a suffix, and
 * {@code _total} after the names of counters.
 */
public enum Metric {
  PROCESSOR_READY("processor.ready", null, "1 while all stream threads run, else 0"),
  IMAGES_EMBEDDED("images.embedded", null, "Images embedded by this instance since its start"),
  CAPTIONS_EMBEDDED(
      "captions.embedded", null, "Captions embedded by this instance since its start"),
  SOUNDS_EMBEDDED("sounds.embedded", null, "Sounds embedded by this instance since its start"),
  INPUTS_IN_SHADOW(
      "inputs.in.shadow",
      null,
      "Inputs embedded with candidates in the shadow, too, by this instance since its start"),
  BATCHES("batches", null, "Micro-batches embedded by this instance since its start"),
  BATCH_SIZE_MEAN("batch.size.mean", null, "Images in a micro-batch, mean of the last minute"),
  BATCH_SIZE_MAX("batch.size.max", null, "Images in a micro-batch, maximum of the last minute"),
  BATCH_DURATION_MEAN("batch.duration.mean", "seconds", "Mean duration of a micro-batch"),
  BATCH_DURATION_MAX("batch.duration.max", "seconds", "Maximum duration of a micro-batch"),
  LATENCY_READABLE(
      "latency.readable",
      "seconds",
      "Time from an image's production until its embedding was committed by this instance"),
  RECORDS_WAITING(
      "records.waiting",
      null,
      "Inputs not processed and committed yet, of all partitions: the same figure in each"
          + " instance"),
  RECORDS_WAITING_AGE(
      "records.waiting.age", "seconds", "Time since the number of waiting records was read"),
  RECORDS_DROPPED("records.dropped", null, "Records this instance sent to the dead letters"),
  CHECKPOINT_GENERATION(
      "checkpoint.generation", null, "Announcement that activated the weights in use"),
  CHECKPOINT_CURRENT("checkpoint.current", null, "1 if the weights are the announced ones, else 0"),
  CHECKPOINT_SWAPS("checkpoint.swaps", null, "Checkpoints activated since the start"),
  CHECKPOINT_REFUSALS("checkpoint.refusals", null, "Checkpoints refused since the start"),
  TRAINER_RUNNING("trainer.running", null, "1 while the trainer runs, else 0"),
  TRAINER_STEPS("trainer.steps", null, "Optimiser steps since training began"),
  TRAINER_STEPS_SKIPPED(
      "trainer.steps.skipped", null, "Steps skipped because the loss was not finite"),
  TRAINER_PAIRS("trainer.pairs", null, "Pairs read from the topic since training began"),
  TRAINER_LOSS("trainer.loss", null, "Mean loss of the last few steps"),
  TRAINER_LEARNING_RATE(
      "trainer.learning.rate",
      null,
      "Learning rate of the last step: of images unless they are locked"),
  TRAINER_CANDIDATES_PASSED("trainer.candidates.passed", null, "Candidates that passed the gate"),
  TRAINER_CANDIDATES_REFUSED(
      "trainer.candidates.refused",
      null,
      "Candidates refused by the gate, or for their loss on live pairs"),
  TRAINER_SHADOW_PAIRS(
      "trainer.shadow.pairs", null, "Live pairs of the candidate in the shadow, 0 without one"),
  TRAINER_SHADOW_LOSS(
      "trainer.shadow.loss", null, "Mean loss of the candidate in the shadow on live pairs"),
  TRAINER_SHADOW_ACTIVE_LOSS(
      "trainer.shadow.active.loss", null, "Mean loss of the active checkpoint on the same pairs"),
  INDEX_READY("index.ready", null, "1 once the index has caught up with the topic, else 0"),
  INDEX_VECTORS("index.vectors", null, "Embeddings in the index, by space and modality"),
  INDEX_ANSWERING("index.answering", null, "1 for the space that searches are answered from"),
  INDEX_MEMORY("index.memory", "bytes", "Memory of the index of a space, without that of the JVM"),
  INDEX_POSITION("index.position", null, "Offset after what is indexed, by partition"),
  INDEX_LAG("index.lag", null, "Records of the topic that are not indexed yet"),
  INDEX_CONTACT_AGE(
      "index.contact.age", "seconds", "Time since Kafka last answered: the lag is as old"),
  INDEX_RECORDS("index.records", null, "Embeddings indexed since the start"),
  INDEX_LEFT_OUT(
      "index.left.out", null, "Embeddings of a space that is not indexed, since the start"),
  INDEX_DELETIONS("index.deletions", null, "Tombstones read since the start"),
  INDEX_SKIPPED("index.skipped", null, "Records skipped since the start, see the log"),
  INDEX_SEARCH(
      "index.search", "seconds", "Time of a search, with that of other instances if asked");

  private final String id;
  private final String unit;
  private final String description;

  Metric(String suffix, String unit, String description) {
    this.id = "contrastream." + suffix;
    this.unit = unit;
    this.description = description;
  }

  /** The name, by Micrometer's convention: with dots. */
  public String id() {
    return id;
  }

  /** The base unit, or null for a count. */
  public String unit() {
    return unit;
  }

  public String description() {
    return description;
  }
}
