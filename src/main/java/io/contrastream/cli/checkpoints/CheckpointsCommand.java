package io.contrastream.cli.checkpoints;

import io.contrastream.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

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
public final class CheckpointsCommand extends CommandGroup {}
