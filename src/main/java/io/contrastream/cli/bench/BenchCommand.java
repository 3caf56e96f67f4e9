package io.contrastream.cli.bench;

import io.contrastream.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** Groups the benchmarks. */
@Command(
    name = "bench",
    description = "Measure performance on this machine.",
    footer = "  contrastream bench pipeline",
    subcommands = {
      BenchDashboardCommand.class,
      BenchEmbedCommand.class,
      BenchIndexCommand.class,
      BenchPipelineCommand.class,
      BenchSwapCommand.class,
      BenchTrainCommand.class
    })
public final class BenchCommand extends CommandGroup {}
