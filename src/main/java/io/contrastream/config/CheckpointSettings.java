package io.contrastream.config;

/**
 * The checkpoints in Kafka.
 *
 * @param model the name of the model in the topic's keys
 * @param keep how many checkpoints of a model the topic keeps
 * @param save whether each checkpoint that becomes active is also written to the checkpoints folder
 */
public record CheckpointSettings(String model, int keep, boolean save) {

  public CheckpointSettings {
    Checks.of("checkpoints").name(model, "model").between(2, keep, 10_000, "keep").done();
  }
}
