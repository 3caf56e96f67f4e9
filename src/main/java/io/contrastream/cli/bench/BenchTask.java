package io.contrastream.cli.bench;

import io.contrastream.bench.BenchWatch;
import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.options.ClusterOptions;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.cluster.LocalCluster;
import io.contrastream.config.Settings;
import java.util.List;
import java.util.function.Consumer;

/** A command that runs one benchmark: shows its progress on standard error; Ctrl-C stops it. */
abstract class BenchTask extends JsonCommand implements BenchWatch {
  private static final List<String> SUGGESTED = List.of("dashboard.port=0");

  private StopSignal stop;

  /** A benchmark without Kafka. */
  interface Bench<R> {
    R run() throws InterruptedException;
  }

  /** A benchmark on an embedded broker and schema registry. */
  interface ClusterBench<R> {
    R run(Settings settings) throws InterruptedException;
  }

  /**
   * Runs a benchmark and prints its result.
   *
   * @param print prints the result as text
   */
  <R> R run(Bench<R> bench, Consumer<R> print) throws InterruptedException {
    return withStopSignal(() -> print(bench.run(), print));
  }

  /**
   * Runs a benchmark and prints its result, between starting a broker and a schema registry and
   * deleting their data.
   *
   * @param forced {@code key=value}, overriding {@code --set}
   */
  <R> R runOnCluster(List<String> forced, ClusterBench<R> bench, Consumer<R> print)
      throws InterruptedException {
    context.settings(SUGGESTED, forced); // report errors before anything is started
    return withStopSignal(
        () -> {
          say("Starting a broker and a schema registry…");
          try (LocalCluster cluster = LocalCluster.startThrowAway(0, 0)) {
            Settings settings = ClusterOptions.prepare(cluster, context, SUGGESTED, forced);
            return print(bench.run(settings), print);
          }
        });
  }

  private <R> R withStopSignal(Bench<R> bench) throws InterruptedException {
    try (StopSignal signal = StopSignal.install()) {
      stop = signal;
      return bench.run();
    }
  }

  private <R> R print(R result, Consumer<R> print) {
    printResult(result, () -> print.accept(result));
    return result;
  }

  @Override
  public void say(String line) {
    context.say("%s", line);
  }

  @Override
  public void throwIfStopped() throws InterruptedException {
    if (stop.isRequested()) {
      throw new InterruptedException("Stopped by a signal");
    }
  }
}
