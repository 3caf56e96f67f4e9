package io.contrastream.cli.checkpoints;

import io.contrastream.schema.ActivationCause;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Activates a checkpoint. */
@Command(
    name = "activate",
    description = {
      "Activate a checkpoint: all processors swap to it without stopping.",
      "A checkpoint that is only in a file is published to the topic first."
    },
    footer = {
      "  contrastream checkpoints activate 4ae3f3a94377",
      "  contrastream checkpoints activate runs/mine/model_epoch_10.safetensors"
    })
final class CheckpointsActivateCommand extends ActivationCommand {

  @Parameters(paramLabel = "ID|NAME|PATH", description = "Checkpoint to activate.")
  private String reference;

  CheckpointsActivateCommand() {
    super(ActivationCause.MANUAL, "Activated by hand");
  }

  @Override
  String choose(CheckpointTopic topic) {
    return topic.publish(reference);
  }
}
