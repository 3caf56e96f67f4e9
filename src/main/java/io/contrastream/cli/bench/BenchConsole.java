package io.contrastream.cli.bench;

import io.contrastream.bench.BenchWatch;
import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.options.ClusterOptions;
import io.contrastream.cluster.LocalCluster;
import io.contrastream.config.Settings;
import java.util.List;

/** Prints a benchmark's progress on standard error, and lets Ctrl-C stop it. */
record BenchConsole(CommandContext context, StopSignal stop) implements BenchWatch {

  /** A benchmark on an embedded broker and schema registry. */
  interface ClusterBench {
    void run(Settings settings, BenchConsole console) throws InterruptedException;
  }

  /**
   * Starts a broker and a schema registry, runs the benchmark, and deletes their data.
   *
   * @param suggested {@code key=value}, overridden by {@code --set}
   * @param forced {@code key=value}, overriding {@code --set}
   */
  static void runOnCluster(
      CommandContext context, List<String> suggested, List<String> forced, ClusterBench bench)
      throws InterruptedException {
    try (StopSignal stop = StopSignal.install()) {
      BenchConsole console = new BenchConsole(context, stop);
      console.say("Starting a broker and a schema registry…");
      try (LocalCluster cluster = LocalCluster.startThrowAway(0, 0)) {
        bench.run(ClusterOptions.prepare(cluster, context, suggested, forced), console);
      }
    }
  }

  @Override
  public void say(String line) {
    context.err().println(line);
  }

  @Override
  public void throwIfStopped() throws InterruptedException {
    if (stop.isRequested()) {
      throw new InterruptedException("Stopped by a signal");
    }
  }
}
