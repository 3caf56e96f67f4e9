package io.contrastream.cli.checkpoints;

import io.contrastream.cli.frame.CommandContext;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "checkpoints",
    description = "List, show, compare, activate, import and export checkpoints.",
    footer = "  contrastream checkpoints list",
    subcommands = {
      CheckpointsListCommand.class,
      CheckpointsShowCommand.class,
      ActivationCommand.Activate.class,
      ActivationCommand.Rollback.class,
      CheckpointsDiffCommand.class,
      FileCommand.Import.class,
      FileCommand.Export.class
    })
public final class CheckpointsCommand implements Callable<Integer> {
  @Mixin private CommandContext context;

  @Override
  public Integer call() {
    return context.requireSubcommand();
  }
}
