package io.contrastream.cli.checkpoints;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.ExitCode;
import io.contrastream.cli.frame.PlainText;
import io.contrastream.cli.output.JsonOption;
import io.contrastream.schema.ActivationCause;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a checkpoint the active one. */
@Command(
    name = "activate",
    description = {
      "Makes a checkpoint the active one: all processors go over to it, without stopping.",
      "One that lies in a file only is published to the topic first."
    },
    footer = {
      "  contrastream checkpoints activate 4ae3f3a94377",
      "  contrastream checkpoints activate runs/mine/model_epoch_10.safetensors"
    })
final class CheckpointsActivateCommand implements Callable<Integer> {
  @Mixin private CommandContext context;
  @Mixin private JsonOption json;

  @Parameters(paramLabel = "ID|NAME|PATH", description = "Which checkpoint.")
  private String reference;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "Activated by hand",
      description = "Why, for those who look back (default: ${DEFAULT-VALUE}).")
  private String reason;

  @Override
  public Integer call() {
    try (CheckpointTopic store = new CheckpointTopic(context.settings())) {
      String id = store.publish(reference);
      ActiveCheckpoint active = store.activate(id, ActivationCause.MANUAL, reason);
      print(context, json, active);
      return active.id().equals(id) ? 0 : ExitCode.FAILED;
    }
  }

  static void print(CommandContext context, JsonOption json, ActiveCheckpoint active) {
    json.print(context, active, () -> print(context, active));
  }

  private static void print(CommandContext context, ActiveCheckpoint active) {
    context
        .out()
        .println(
            PlainText.line(
                "%s is active: generation %d, announced by %s, before it was %s"
                    .formatted(
                        active.id(),
                        active.generation(),
                        active.by(),
                        active.previousId() == null ? "none" : active.previousId())));
  }
}
