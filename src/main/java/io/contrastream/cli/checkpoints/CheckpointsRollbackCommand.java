package io.contrastream.cli.checkpoints;

import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.schema.ActivationCause;
import picocli.CommandLine.Command;

/** Activates the previously active checkpoint. */
@Command(
    name = "rollback",
    description = "Activate the previously active checkpoint again.",
    footer = "  contrastream checkpoints rollback --reason 'more complaints since noon'")
final class CheckpointsRollbackCommand extends ActivationCommand {

  CheckpointsRollbackCommand() {
    super(ActivationCause.ROLLBACK, "Rolled back by hand");
  }

  @Override
  String choose(CheckpointTopic topic) {
    String previous =
        topic
            .history()
            .rollbackTarget()
            .orElseThrow(
                () ->
                    new CheckpointException(
                        "There is no checkpoint to roll back to; see: contrastream checkpoints list"
                            + " --topic"));
    return topic.find(previous).id(); // fails if the topic no longer holds its weights
  }
}
