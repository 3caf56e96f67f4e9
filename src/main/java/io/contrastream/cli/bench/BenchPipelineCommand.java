package io.contrastream.cli.bench;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.contrastream.bench.pipeline.PipelineBench;
import io.contrastream.bench.pipeline.PipelinePlan;
import io.contrastream.bench.pipeline.PipelineResult;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.cli.output.Table;
import io.contrastream.config.ModelSettings;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Modalities;
import io.contrastream.schema.Modality;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
      "Takes three to four times --seconds, twice that with --shadow, after a warm-up of up to 3"
          + " minutes until the JIT has compiled the hot code. The temporary data, about 2 KB per"
          + " image (4 KB with --pairs), is deleted at the end."
    },
    footer = {
      "  contrastream bench pipeline",
      "  contrastream bench pipeline --pairs --commit-interval 1s --json",
      "  contrastream bench pipeline --pairs --shadow 0.1",
      "  contrastream bench pipeline --modality sound --commit-interval 1s",
      "  contrastream bench pipeline --guarantee at_least_once \\",
      "    --threads 4 --partitions 8"
    })
final class BenchPipelineCommand extends BenchTask {
  @Mixin private BenchOptions options;

  @Option(
      names = "--pairs",
      description = "Send pairs, which are joined and scored, not single images.")
  private boolean pairs;

  @Option(
      names = "--shadow",
      defaultValue = "0",
      paramLabel = "SHARE",
      description =
          "With --pairs: measure once more with a candidate that embeds this share of the pairs, 0"
              + " to 1, beside the active checkpoint (default: 0, which measures once).")
  private double shadow;

  @Option(
      names = "--modality",
      defaultValue = "IMAGE",
      paramLabel = "image|caption|sound",
      description = "Kind of the inputs; captions and sounds are sent singly (default: image).")
  private Modality modality;

  @Option(
      names = "--encoder",
      paramLabel = "FILE",
      description =
          "Image encoder of your own, a TorchScript or ONNX file; single images are sent in its"
              + " size (default: setting model.checkpoint).")
  private Path encoder;

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
      long seconds,
      String modality,
      boolean pairs,
      double shadow,
      @JsonUnwrapped ProcessorSetup processor,
      long batchDelayMs) {}

  /** What {@code --json} prints. */
  private record Figures(@JsonUnwrapped PipelineResult result, Setup settings) {}

  @Override
  public Integer call() throws InterruptedException {
    if (pairs && modality != Modality.IMAGE) {
      throw context.usageError("--pairs is for images, not for --modality " + name());
    }
    if (!(shadow >= 0 && shadow <= 1) || shadow > 0 && !pairs) {
      throw context.usageError("--shadow is a share from 0 to 1, and needs --pairs");
    }
    var plan = new PipelinePlan(options.duration(context), modality, pairs, shadow);
    List<String> overrides = overrides();
    ModelSettings model = context.settings(List.of(), overrides).model();
    // report a missing checkpoint before anything is started
    new CheckpointFolder(model.checkpointsDir()).resolve(model.checkpoint());
    runOnCluster(
        overrides,
        settings -> new Figures(PipelineBench.run(settings, plan, this), setup(settings, plan)),
        this::print);
    return 0;
  }

  private String name() {
    return Modalities.name(modality);
  }

  private List<String> overrides() {
    List<String> all = new ArrayList<>(List.of("topics.replication=1"));
    if (modality != Modality.IMAGE) {
      all.add("modalities=image," + name());
    }
    if (encoder != null) {
      all.add("model.checkpoint=" + encoder.toAbsolutePath());
      all.add("model.checkpoints.dir=" + encoder.toAbsolutePath().getParent());
      all.add("image.fit=resize");
    }
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

  private static Setup setup(Settings settings, PipelinePlan plan) {
    return new Setup(
        settings.model().checkpoint(),
        settings.model().path().name().toLowerCase(Locale.ROOT),
        plan.measured().toSeconds(),
        Modalities.name(plan.modality()),
        plan.pairs(),
        plan.shadow(),
        ProcessorSetup.of(settings, plan.modality()),
        settings.batch().of(plan.modality()).delay().toMillis());
  }

  private void print(Figures figures) {
    PipelineResult result = figures.result();
    context
        .out()
        .printf(
            "%s, %s%n%n",
            pairs ? "Pairs" : "Single " + name() + "s", figures.settings().processor().text());
    Table table = new Table();
    table
        .row(name() + "s/s, topic to topic", Table.fixed(result.imagesPerSecond(), 0))
        .row(name() + "s/s, embedder alone", Table.fixed(result.rawImagesPerSecond(), 0))
        .row("ratio", Table.fixed(result.ratio(), 2))
        .row("ratio by CPU time", Table.fixed(result.cpuRatio(), 2))
        .row("CPU µs per " + name(), Table.fixed(result.coreMicrosPerImage(), 1))
        .row(
            "CPU µs per %s, embedder alone".formatted(name()),
            Table.fixed(result.rawCoreMicrosPerImage(), 1))
        .row("batch size, mean", Table.fixed(result.batchSize().mean(), 1))
        .row("batch size, max", Table.fixed(result.batchSize().max(), 0))
        .row("latency at 25 %, ms: p50", Table.fixed(result.latencyMs().p50(), 0))
        .row("                     p95", Table.fixed(result.latencyMs().p95(), 0))
        .row("                     p99", Table.fixed(result.latencyMs().p99(), 0))
        .row("                     max", Table.fixed(result.latencyMs().max(), 0))
        .row("system load", Table.fixed(result.load(), 1));
    if (result.inShadow() != null) {
      addShadow(table, result.inShadow());
    }
    table.print(context.out());
  }

  private static void addShadow(Table table, PipelineResult.InShadow it) {
    String in = ", %s of the pairs in the shadow".formatted(it.share());
    table
        .row("images/s" + in, Table.fixed(it.imagesPerSecond(), 0))
        .row("ratio to that without", Table.fixed(it.ratio(), 2))
        .row("ratio by CPU time", Table.fixed(it.cpuRatio(), 2))
        .row("latency at 25 %, ms: p50", Table.fixed(it.latencyMs().p50(), 0))
        .row("                     p99", Table.fixed(it.latencyMs().p99(), 0));
  }
}
