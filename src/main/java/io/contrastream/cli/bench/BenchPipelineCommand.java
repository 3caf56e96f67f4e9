package io.contrastream.cli.bench;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.contrastream.bench.pipeline.PipelineBench;
import io.contrastream.bench.pipeline.PipelinePlan;
import io.contrastream.bench.pipeline.PipelineResult;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.output.JsonOption;
import io.contrastream.cli.output.Table;
import io.contrastream.config.ModelSettings;
import io.contrastream.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the processor from topic to topic. */
@Command(
    name = "pipeline",
    description = {
      "Measure the processor from topic to topic, and the embedder alone in the same run. Starts a"
          + " broker and a schema registry on the same cores.",
      "Latency is the time from produce to a committed embedding, at a quarter of the maximum"
          + " rate.",
      "Takes three to four times --seconds, after a warm-up of up to a minute until the JIT has"
          + " compiled the hot code. The temporary data, about 2 KB per image (4 KB with --pairs),"
          + " is deleted at the end."
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
      description = "Send pairs, which are joined and scored, not single images.")
  private boolean pairs;

  @Option(
      names = "--guarantee",
      paramLabel = "G",
      description = "exactly_once_v2 or at_least_once (default: setting stream.guarantee).")
  private String guarantee;

  @Option(
      names = "--commit-interval",
      paramLabel = "TIME",
      description =
          "Time between commits, such as 100ms (default: setting stream.commit.interval).")
  private String commitInterval;

  @Option(
      names = "--partitions",
      paramLabel = "P",
      description = "Partitions per topic (default: setting topics.partitions).")
  private String partitions;

  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "Stream threads (default: setting stream.threads).")
  private String threads;

  /** The settings of the run. */
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
    var plan = new PipelinePlan(options.duration(context), pairs);
    ModelSettings model = context.settings(List.of(), overrides()).model();
    // report errors before anything is started
    new CheckpointFolder(model.checkpointsDir()).resolve(model.checkpoint());
    BenchConsole.runOnCluster(
        context,
        List.of(),
        overrides(),
        (settings, console) -> {
          PipelineResult result = PipelineBench.run(settings, plan, console);
          Figures figures = new Figures(result, setup(settings));
          json.print(figures, () -> print(figures));
        });
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
    context
        .out()
        .printf(
            "%s, %s, commit interval %d ms, %d threads, %d partitions, %d cores%n%n",
            setup.pairs() ? "Pairs" : "Single images",
            setup.guarantee(),
            setup.commitIntervalMs(),
            setup.threads(),
            setup.partitions(),
            setup.cores());
    new Table()
        .row("images/s, topic to topic", Table.fixed(result.imagesPerSecond(), 0))
        .row("images/s, embedder alone", Table.fixed(result.rawImagesPerSecond(), 0))
        .row("ratio", Table.fixed(result.ratio(), 2))
        .row("CPU µs per image", Table.fixed(result.coreMicrosPerImage(), 1))
        .row("CPU µs per image, embedder alone", Table.fixed(result.rawCoreMicrosPerImage(), 1))
        .row("batch size, mean", Table.fixed(result.batchSize().mean(), 1))
        .row("batch size, max", Table.fixed(result.batchSize().max(), 0))
        .row("latency at 25 %, ms: p50", Table.fixed(result.latencyMs().p50(), 0))
        .row("                     p95", Table.fixed(result.latencyMs().p95(), 0))
        .row("                     p99", Table.fixed(result.latencyMs().p99(), 0))
        .row("                     max", Table.fixed(result.latencyMs().max(), 0))
        .row("system load", Table.fixed(result.load(), 1))
        .print(context.out());
  }
}
