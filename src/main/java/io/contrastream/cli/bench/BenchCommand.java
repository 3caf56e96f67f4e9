package io.contrastream.cli.bench;

import io.contrastream.cli.frame.CommandContext;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Groups the benchmarks. */
@Command(
    name = "bench",
    description = "Measure performance on this machine.",
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
    return context.requireSubcommand();
  }
}
