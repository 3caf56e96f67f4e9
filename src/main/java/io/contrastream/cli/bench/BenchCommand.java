package io.contrastream.cli.bench;

import io.contrastream.cli.frame.CommandContext;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Holds the benchmarks. */
@Command(
    name = "bench",
    description = "Measures how fast this machine is.",
    footer = "  contrastream bench pipeline",
    subcommands = {
      BenchDashboardCommand.class,
      BenchEmbedCommand.class,
      BenchNeighboursCommand.class,
      BenchPipelineCommand.class,
      BenchSwapCommand.class,
      BenchTrainCommand.class
    })
public final class BenchCommand implements Callable<Integer> {
  @Mixin private CommandContext context;

  @Override
  public Integer call() {
    return context.onlyHelp();
  }
}
