package io.contrastream.config;

/**
 * Checkpoints that travel through Kafka.
 *
 * @param model what they are filed under in the topic
 * @param keep how many the topic keeps of a model
 * @param save whether each that becomes active is also written to the folder of the checkpoints
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
