package io.contrastream.cli.checkpoints;

import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.ExitCode;
import io.contrastream.cli.output.JsonOption;
import io.contrastream.schema.ActivationCause;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Goes back to the checkpoint before. */
@Command(
    name = "rollback",
    description = "Activates the checkpoint again that was active before the present one.",
    footer = "  contrastream checkpoints rollback --reason 'more complaints since noon'")
final class CheckpointsRollbackCommand implements Callable<Integer> {
  @Mixin private CommandContext context;
  @Mixin private JsonOption json;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "Rolled back by hand",
      description = "Why, for those who look back (default: ${DEFAULT-VALUE}).")
  private String reason;

  @Override
  public Integer call() {
    try (CheckpointTopic store = new CheckpointTopic(context.settings())) {
      String former =
          store
              .history()
              .former()
              .orElseThrow(
                  () ->
                      new CheckpointException(
                          "There is no checkpoint to go back to: see checkpoints list --topic"));
      store.find(former); // its weights may have been forgotten
      ActiveCheckpoint active = store.activate(former, ActivationCause.ROLLBACK, reason);
      CheckpointsActivateCommand.print(context, json, active);
      return active.id().equals(former) ? 0 : ExitCode.FAILED;
    }
  }
}
