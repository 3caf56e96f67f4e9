package io.contrastream.cli.bench;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.contrastream.bench.BenchException;
import io.contrastream.bench.swap.SwapBench;
import io.contrastream.bench.swap.SwapPlan;
import io.contrastream.bench.swap.SwapResult;
import io.contrastream.cli.output.Table;
import io.contrastream.schema.Modality;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the cost of swaps. */
@Command(
    name = "swap",
    description = {
      "Swap checkpoints under full load and count every output; exit with 1 if a record is lost or"
          + " duplicated, or a score mixes checkpoints. Starts a broker and a schema registry.",
      "Alternates periods with and without swaps, to compare their images/s and their longest gaps"
          + " between outputs. Each swap is to newly published weights.",
      "Takes 1.5 times as long as the swaps, after a warm-up of up to a minute. The temporary data,"
          + " about 4 KB per image, is deleted at the end."
    },
    footer = {
      "  contrastream bench swap",
      "  contrastream bench swap --swaps 60 --every 500ms --json"
    })
final class BenchSwapCommand extends BenchTask {
  private static final int MAX_SWAPS = 3600;
  private static final Duration MIN_INTERVAL = Duration.ofMillis(10);
  private static final Duration MAX_INTERVAL = Duration.ofMinutes(1);

  @Option(
      names = "--swaps",
      defaultValue = "300",
      paramLabel = "N",
      description = "Number of swaps, 1 to 3600 (default: ${DEFAULT-VALUE}).")
  private int swaps;

  @Option(
      names = "--every",
      defaultValue = "1s",
      paramLabel = "TIME",
      description = "Time between swaps, 10ms to 1m (default: ${DEFAULT-VALUE}).")
  private Duration every;

  /** The settings of the run. */
  private record Setup(long everyMs, @JsonUnwrapped ProcessorSetup processor) {}

  /** What {@code --json} prints. */
  private record Figures(@JsonUnwrapped SwapResult result, Setup settings) {}

  @Override
  public Integer call() throws InterruptedException {
    context.requireBetween("--swaps", swaps, 1, MAX_SWAPS);
    context.requireBetween("--every", every, MIN_INTERVAL, MAX_INTERVAL);
    SwapPlan plan = new SwapPlan(swaps, every);
    // Untrained checkpoints differ in loss, and a rollback would be another swap.
    Figures figures =
        runOnCluster(
            List.of("topics.replication=1", "rollback.enabled=false", "checkpoints.save=false"),
            settings ->
                new Figures(
                    SwapBench.run(settings, plan, this),
                    new Setup(every.toMillis(), ProcessorSetup.of(settings, Modality.IMAGE))),
            this::print);
    requireExact(figures.result());
    return 0;
  }

  /** Called after the figures are printed, as they show what went wrong. */
  private void requireExact(SwapResult result) {
    if (!result.exact()) {
      throw new BenchException("The output does not match the input: " + result.counts());
    }
    if (result.swaps() != swaps) {
      throw new BenchException(
          "The processor made %d swaps, but %d were announced".formatted(result.swaps(), swaps));
    }
  }

  private void print(Figures figures) {
    Setup setup = figures.settings();
    SwapResult result = figures.result();
    context.out().printf("A swap every %d ms, %s%n%n", setup.everyMs(), setup.processor().text());
    new Table()
        .row("swaps", result.swaps())
        .row("images", result.images())
        .row("lost", result.counts().lost())
        .row("duplicated", result.counts().doubled())
        .row("scores that mix checkpoints", result.counts().mixed())
        .row("images/s without swaps", Table.fixed(result.alone().imagesPerSecond(), 0))
        .row("images/s with swaps", Table.fixed(result.swapping().imagesPerSecond(), 0))
        .row("ratio", Table.fixed(result.ratio(), 2))
        .row("longest gap without swaps, ms", Table.fixed(result.alone().longestGapMs(), 0))
        .row("longest gap with swaps, ms", Table.fixed(result.swapping().longestGapMs(), 0))
        .row("announcement to output, ms: p50", Table.fixed(result.announcedMs().p50(), 0))
        .row("                            p95", Table.fixed(result.announcedMs().p95(), 0))
        .row("                            max", Table.fixed(result.announcedMs().max(), 0))
        .row("RSS after " + result.settledAt() + " swaps, MiB", result.settledMb())
        .row("RSS after all swaps, MiB", result.lastMb())
        .row("system load", Table.fixed(result.load(), 1))
        .print(context.out());
  }
}
