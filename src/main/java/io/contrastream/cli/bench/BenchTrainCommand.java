package io.contrastream.cli.bench;

import io.contrastream.bench.train.TrainBench;
import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.output.JsonOption;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures training alone. */
@Command(
    name = "train",
    description = {
      "Measures training without Kafka: pairs/s by size of batch, on one thread, with the network,"
          + " loss and optimiser of fit.",
      "Each figure is the median of five rounds, taken in turn with those of the others."
    },
    footer = {"  contrastream bench train", "  contrastream bench train --batches 8,16,32 --json"})
final class BenchTrainCommand implements Callable<Integer> {
  private static final int SMALLEST_BATCH = 2;
  private static final int LARGEST_BATCH = 4096;

  @Mixin private CommandContext context;
  @Mixin private BenchOptions options;
  @Mixin private JsonOption json;

  @Option(
      names = "--batches",
      split = ",",
      defaultValue = "16,256",
      paramLabel = "N",
      description = "Pairs of a step (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches;

  /** What {@code --json} prints. */
  private record Figures(int seconds, int rounds, double load, List<TrainBench.Figure> figures) {}

  @Override
  public Integer call() throws InterruptedException {
    for (int batch : batches) {
      if (batch < SMALLEST_BATCH || batch > LARGEST_BATCH) {
        throw context.wrongUse(
            "--batches has %d, allowed are numbers from %d to %d"
                .formatted(batch, SMALLEST_BATCH, LARGEST_BATCH));
      }
    }
    var plan = new TrainBench.Plan(options.measured(context), batches);
    try (StopSignal stop = StopSignal.install()) {
      TrainBench.Result result = TrainBench.run(plan, new BenchConsole(context, stop));
      json.print(
          context,
          new Figures(options.seconds(), result.rounds(), result.load(), result.figures()),
          () -> print(result));
    }
    return 0;
  }

  private void print(TrainBench.Result result) {
    PrintWriter out = context.out();
    out.printf(
        Locale.ROOT, "One thread; load of the machine %.1f%n%nbatch   pairs/s%n", result.load());
    result
        .figures()
        .forEach(
            figure ->
                out.printf(Locale.ROOT, "%5d  %8.0f%n", figure.batch(), figure.pairsPerSecond()));
  }
}
