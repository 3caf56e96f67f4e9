package io.contrastream.cli.bench;

import io.contrastream.bench.train.TrainBench;
import io.contrastream.cli.output.Table;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures training without Kafka. */
@Command(
    name = "train",
    description = {
      "Measure training without Kafka: pairs/s by batch size, on one thread, with the network, loss"
          + " and optimiser of fit.",
      "Each figure is the median of five rounds; the rounds of all figures alternate."
    },
    footer = {"  contrastream bench train", "  contrastream bench train --batches 8,16,32 --json"})
final class BenchTrainCommand extends BenchTask {
  private static final int MIN_BATCH = 2;
  private static final int MAX_BATCH = 4096;

  @Mixin private BenchOptions options;

  @Option(
      names = "--batches",
      split = ",",
      defaultValue = "16,256",
      paramLabel = "N",
      description = "Pairs per step (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches;

  @Override
  public Integer call() throws InterruptedException {
    batches.forEach(each -> context.requireBetween("--batches", each, MIN_BATCH, MAX_BATCH));
    Duration measured = options.duration(context);
    run(() -> TrainBench.run(measured, batches, this), this::print);
    return 0;
  }

  private void print(TrainBench.Result result) {
    context.out().printf(Locale.ROOT, "One thread; system load %.1f%n%n", result.load());
    Table table = new Table("batch", "pairs/s");
    result
        .figures()
        .forEach(each -> table.row(each.batch(), Table.fixed(each.pairsPerSecond(), 0)));
    table.print(context.out());
  }
}
