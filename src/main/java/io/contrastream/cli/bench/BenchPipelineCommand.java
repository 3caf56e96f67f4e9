package io.contrastream.cli.bench;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.contrastream.bench.pipeline.PipelineBench;
import io.contrastream.bench.pipeline.PipelinePlan;
import io.contrastream.bench.pipeline.PipelineResult;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.options.ClusterOptions;
import io.contrastream.cli.output.JsonOption;
import io.contrastream.cluster.LocalCluster;
import io.contrastream.config.ModelSettings;
import io.contrastream.config.Settings;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the whole way from topic to topic. */
@Command(
    name = "pipeline",
    description = {
      "Measures the processor from topic to topic, with a broker and a registry of its own, next to"
          + " the embedder alone on the same cores in the same run.",
      "Latency is that from produce to a readable embedding, at a quarter of the top speed.",
      "Warms up first, for a minute at most, until the virtual machine has compiled what is hot;"
          + " then takes three to four times --seconds. What it stores meanwhile, some 2 KB an"
          + " image (4 KB with --pairs), is deleted at the end."
    },
    footer = {
      "  contrastream bench pipeline",
      "  contrastream bench pipeline --pairs --commit-interval 1s --json",
      "  contrastream bench pipeline --guarantee at_least_once --threads 4 --partitions 8"
    })
final class BenchPipelineCommand implements Callable<Integer> {
  @Mixin private CommandContext context;
  @Mixin private BenchOptions options;
  @Mixin private JsonOption json;

  @Option(
      names = "--pairs",
      description = "Images come as pairs, which are joined and scored; else each stands alone.")
  private boolean pairs;

  @Option(
      names = "--guarantee",
      paramLabel = "G",
      description = "exactly_once_v2 or at_least_once (default: the settings').")
  private String guarantee;

  @Option(
      names = "--commit-interval",
      paramLabel = "TIME",
      description = "Time between commits, such as 100ms or 1s (default: the settings').")
  private String commitInterval;

  @Option(
      names = "--partitions",
      paramLabel = "P",
      description = "Partitions of each topic (default: the settings').")
  private String partitions;

  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "Stream threads (default: the settings').")
  private String threads;

  /** The settings that the figures belong to. */
  private record Setup(
      String checkpoint,
      String path,
      int seconds,
      boolean pairs,
      String guarantee,
      long commitIntervalMs,
      int partitions,
      int threads,
      int batchSize,
      long batchDelayMs,
      int cores) {}

  /** What {@code --json} prints. */
  private record Figures(@JsonUnwrapped PipelineResult result, Setup settings) {}

  @Override
  public Integer call() throws InterruptedException {
    var plan = new PipelinePlan(options.measured(context), pairs);
    ModelSettings model = context.settings(overrides()).model();
    // Faults are told before anything is started.
    new CheckpointFolder(model.checkpointsDir()).resolve(model.checkpoint());
    try (StopSignal stop = StopSignal.install()) {
      BenchConsole status = new BenchConsole(context, stop);
      status.say("Starting a broker and a registry…");
      try (LocalCluster cluster = LocalCluster.startThrowAway(0, 0)) {
        Settings settings = ClusterOptions.prepare(cluster, context, List.of(), overrides());
        PipelineResult result = PipelineBench.run(settings, plan, status);
        Figures figures = new Figures(result, setup(settings));
        json.print(context, figures, () -> print(figures));
      }
    }
    return 0;
  }

  private List<String> overrides() {
    List<String> all = new ArrayList<>(List.of("topics.replication=1"));
    override(all, "stream.guarantee", guarantee);
    override(all, "stream.commit.interval", commitInterval);
    override(all, "topics.partitions", partitions);
    override(all, "stream.threads", threads);
    return all;
  }

  private static void override(List<String> all, String key, String value) {
    if (value != null) {
      all.add(key + "=" + value);
    }
  }

  private Setup setup(Settings settings) {
    return new Setup(
        settings.model().checkpoint(),
        settings.model().path().name().toLowerCase(Locale.ROOT),
        options.seconds(),
        pairs,
        settings.stream().guarantee().kafkaName(),
        settings.stream().commitInterval().toMillis(),
        settings.topics().partitions(),
        settings.stream().threads(),
        settings.batch().size(),
        settings.batch().delay().toMillis(),
        Runtime.getRuntime().availableProcessors());
  }

  private void print(Figures figures) {
    Setup setup = figures.settings();
    PipelineResult result = figures.result();
    row(
        "%s, %s, a commit each %d ms, %d threads, %d partitions, %d cores",
        setup.pairs() ? "Pairs" : "Single images",
        setup.guarantee(),
        setup.commitIntervalMs(),
        setup.threads(),
        setup.partitions(),
        setup.cores());
    row("");
    row("images/s, topic to topic   %10.0f", result.imagesPerSecond());
    row("images/s, embedder alone   %10.0f", result.rawImagesPerSecond());
    row("ratio                      %10.2f", result.ratio());
    row("core µs an image           %10.1f", result.coreMicrosPerImage());
    row("core µs, embedder alone    %10.1f", result.rawCoreMicrosPerImage());
    row("images in a batch, mean    %10.1f", result.batchSize().mean());
    row("images in a batch, most    %10.0f", result.batchSize().max());
    row("latency at 25 %%, ms: p50   %10.0f", result.latencyMs().p50());
    row("                     p95   %10.0f", result.latencyMs().p95());
    row("                     p99   %10.0f", result.latencyMs().p99());
    row("                     max   %10.0f", result.latencyMs().max());
    row("load of the machine        %10.1f", result.load());
  }

  private void row(String format, Object... figures) {
    PrintWriter out = context.out();
    out.println(String.format(Locale.ROOT, format, figures));
  }
}
