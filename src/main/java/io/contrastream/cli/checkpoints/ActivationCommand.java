package io.contrastream.cli.checkpoints;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.ExitCode;
import io.contrastream.cli.frame.PlainText;
import io.contrastream.cli.output.JsonOption;
import io.contrastream.schema.ActivationCause;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Announces a checkpoint as the active one and prints the result. */
abstract class ActivationCommand implements Callable<Integer> {
  private final ActivationCause cause;
  private final String defaultReason;

  @Mixin private CommandContext context;
  @Mixin private JsonOption json;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Reason to record in the checkpoint's history.")
  private String reason;

  ActivationCommand(ActivationCause cause, String defaultReason) {
    this.cause = cause;
    this.defaultReason = defaultReason;
  }

  /** Returns the id of the checkpoint to activate, which the topic must hold. */
  abstract String choose(CheckpointTopic topic);

  @Override
  public Integer call() {
    try (CheckpointTopic topic = new CheckpointTopic(context.settings())) {
      String id = choose(topic);
      ActiveCheckpoint active = topic.activate(id, cause, reason == null ? defaultReason : reason);
      json.print(context, active, () -> print(active));
      return active.id().equals(id) ? 0 : ExitCode.FAILED;
    }
  }

  private void print(ActiveCheckpoint active) {
    String line =
        "%s is active: generation %d, announced by %s; previously active: %s"
            .formatted(
                active.id(),
                active.generation(),
                active.by(),
                active.previousId() == null ? "none" : active.previousId());
    context.out().println(PlainText.line(line));
  }
}
