package io.contrastream.cli.bench;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.contrastream.bench.BenchException;
import io.contrastream.bench.swap.SwapBench;
import io.contrastream.bench.swap.SwapPlan;
import io.contrastream.bench.swap.SwapResult;
import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.options.ClusterOptions;
import io.contrastream.cli.output.JsonOption;
import io.contrastream.cluster.LocalCluster;
import io.contrastream.config.Durations;
import io.contrastream.config.Settings;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what swaps cost. */
@Command(
    name = "swap",
    description = {
      "Swaps checkpoints under full load, with a broker and a registry of its own, and counts every"
          + " output: exit code 1 where a record is lost or doubled, or a score mixes checkpoints.",
      "Stretches with and without swaps take turns, so that their images/s and their longest gaps"
          + " between outputs can be compared. Each swap brings weights that are published anew.",
      "Takes half as long again as the swaps, after up to a minute of warming up. What it stores"
          + " meanwhile, some 4 KB an image, is deleted at the end."
    },
    footer = {
      "  contrastream bench swap",
      "  contrastream bench swap --swaps 60 --every 500ms --json"
    })
final class BenchSwapCommand implements Callable<Integer> {
  private static final int MOST_SWAPS = 3600;
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  @Mixin private CommandContext context;
  @Mixin private JsonOption json;

  @Option(
      names = "--swaps",
      defaultValue = "300",
      paramLabel = "N",
      description = "How many, 1 to 3600 (default: ${DEFAULT-VALUE}).")
  private int swaps;

  @Option(
      names = "--every",
      defaultValue = "1s",
      paramLabel = "TIME",
      description = "Time from one to the next, 10ms to 1m (default: ${DEFAULT-VALUE}).")
  private String every;

  /** The settings that the figures belong to. */
  private record Setup(
      long everyMs,
      String guarantee,
      long commitIntervalMs,
      int partitions,
      int threads,
      int batchSize,
      int cores) {}

  /** What {@code --json} prints. */
  private record Figures(@JsonUnwrapped SwapResult result, Setup settings) {}

  @Override
  public Integer call() throws InterruptedException {
    SwapPlan plan = plan();
    context.settings(); // faults are told before anything is started
    try (StopSignal stop = StopSignal.install()) {
      BenchConsole status = new BenchConsole(context, stop);
      status.say("Starting a broker and a registry…");
      try (LocalCluster cluster = LocalCluster.startThrowAway(0, 0)) {
        // Untrained checkpoints differ in their loss: going back from one would be a swap, too.
        Settings settings =
            ClusterOptions.prepare(
                cluster,
                context,
                List.of(),
                List.of(
                    "topics.replication=1", "rollback.enabled=false", "checkpoints.save=false"));
        SwapResult result = SwapBench.run(settings, plan, status);
        Figures figures = new Figures(result, setup(plan, settings));
        json.print(context, figures, () -> print(figures));
        requireAll(result, plan);
        return 0;
      }
    }
  }

  /** After the figures are printed, since they tell what went wrong. */
  private static void requireAll(SwapResult result, SwapPlan plan) {
    if (!result.exact()) {
      throw new BenchException("What came out is not what went in: " + result.counts());
    }
    if (result.swaps() != plan.swaps()) {
      throw new BenchException(
          "The processor made %d swaps where %d were announced"
              .formatted(result.swaps(), plan.swaps()));
    }
  }

  private SwapPlan plan() {
    if (swaps < 1 || swaps > MOST_SWAPS) {
      throw context.wrongUse("--swaps is %d, allowed is 1 to %d".formatted(swaps, MOST_SWAPS));
    }
    return new SwapPlan(swaps, interval());
  }

  private Duration interval() {
    try {
      Duration time = Durations.parse(every);
      if (time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0) {
        return time;
      }
    } catch (IllegalArgumentException e) {
      // told below, with those that are too short or too long
    }
    throw context.wrongUse(
        "--every is %s, allowed is a time from 10ms to 1m, such as 500ms or 1s".formatted(every));
  }

  private static Setup setup(SwapPlan plan, Settings settings) {
    return new Setup(
        plan.every().toMillis(),
        settings.stream().guarantee().kafkaName(),
        settings.stream().commitInterval().toMillis(),
        settings.topics().partitions(),
        settings.stream().threads(),
        settings.batch().size(),
        Runtime.getRuntime().availableProcessors());
  }

  private void print(Figures figures) {
    Setup setup = figures.settings();
    SwapResult result = figures.result();
    row(
        "A swap each %d ms, %s, a commit each %d ms, %d threads, %d partitions, %d cores",
        setup.everyMs(),
        setup.guarantee(),
        setup.commitIntervalMs(),
        setup.threads(),
        setup.partitions(),
        setup.cores());
    row("");
    row("swaps                        %10d", result.swaps());
    row("images                       %10d", result.images());
    row("lost                         %10d", result.counts().lost());
    row("doubled                      %10d", result.counts().doubled());
    row("scores that mix checkpoints  %10d", result.counts().mixed());
    row("images/s without swaps       %10.0f", result.alone().imagesPerSecond());
    row("images/s with swaps          %10.0f", result.swapping().imagesPerSecond());
    row("ratio                        %10.2f", result.ratio());
    row("longest gap, ms: without     %10.0f", result.alone().longestGapMs());
    row("                 with        %10.0f", result.swapping().longestGapMs());
    row("announced to output, ms: p50 %10.0f", result.announcedMs().p50());
    row("                         p95 %10.0f", result.announcedMs().p95());
    row("                         max %10.0f", result.announcedMs().max());
    row("resident MiB, after %5d    %10d", result.settledAt(), result.settledMb());
    row("              after all      %10d", result.lastMb());
    row("load of the machine          %10.1f", result.load());
  }

  private void row(String format, Object... figures) {
    PrintWriter out = context.out();
    out.println(String.format(Locale.ROOT, format, figures));
  }
}
