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
    Checks.of("checkpoints")
        .matches(
            model,
            "[a-zA-Z0-9._-]{1,100}",
            "model",
            "1 to 100 letters, digits, dots, dashes and underscores")
        .between(2, keep, 10_000, "keep")
        .done();
  }
}
