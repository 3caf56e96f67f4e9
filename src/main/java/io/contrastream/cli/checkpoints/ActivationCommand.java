package io.contrastream.cli.checkpoints;

import io.contrastream.cli.frame.ExitCode;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.schema.ActivationCause;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Announces a checkpoint as the active one and prints the result. */
abstract class ActivationCommand extends JsonCommand {
  private final String defaultReason;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Reason to record in the checkpoint's history (default: that a person did it).")
  private String reason;

  private ActivationCommand(String defaultReason) {
    this.defaultReason = defaultReason;
  }

  /** Returns the id of the checkpoint to activate, which the topic must hold. */
  abstract String choose(CheckpointTopic topic);

  abstract ActiveCheckpoint announce(CheckpointTopic topic, String id, String why);

  @Override
  public Integer call() {
    try (CheckpointTopic topic = new CheckpointTopic(context.settings())) {
      String id = choose(topic);
      ActiveCheckpoint active = announce(topic, id, reason == null ? defaultReason : reason);
      printResult(active, () -> print(active));
      return active.id().equals(id) ? 0 : ExitCode.FAILED;
    }
  }

  private void print(ActiveCheckpoint active) {
    context.print(
        "%s is active: generation %d, announced by %s; previously active: %s",
        active.id(),
        active.generation(),
        active.by(),
        active.previousId() == null ? "none" : active.previousId());
    if (active.holdsPromotion()) {
      context.print(
          "Trainers promote nothing until you activate a checkpoint; to keep this one:"
              + " contrastream checkpoints activate %s",
          active.id());
    }
  }

  @Command(
      name = "activate",
      description = {
        "Activate a checkpoint: all processors swap to it without stopping.",
        "A checkpoint that is only in a file is published to the topic first. Trainers that a"
            + " rollback by hand has held may promote again."
      },
      footer = {
        "  contrastream checkpoints activate 4ae3f3a94377",
        "  contrastream checkpoints activate runs/mine/model_epoch_10.safetensors"
      })
  static final class Activate extends ActivationCommand {

    @Parameters(paramLabel = "ID|NAME|PATH", description = "Checkpoint to activate.")
    private String reference;

    Activate() {
      super("Activated by hand");
    }

    @Override
    ActiveCheckpoint announce(CheckpointTopic topic, String id, String why) {
      return topic.admin().activate(id, ActivationCause.MANUAL, why, CheckpointTopic.user());
    }

    @Override
    String choose(CheckpointTopic topic) {
      return topic.publish(reference);
    }
  }

  @Command(
      name = "rollback",
      description = {
        "Activate the previously active checkpoint again.",
        "Trainers promote nothing until you activate a checkpoint, this one or another."
      },
      footer = "  contrastream checkpoints rollback --reason 'more complaints since noon'")
  static final class Rollback extends ActivationCommand {

    Rollback() {
      super("Rolled back by hand");
    }

    @Override
    ActiveCheckpoint announce(CheckpointTopic topic, String id, String why) {
      return topic.admin().rollBack(id, why, CheckpointTopic.user());
    }

    @Override
    String choose(CheckpointTopic topic) {
      return topic.admin().rollbackTarget();
    }
  }
}
