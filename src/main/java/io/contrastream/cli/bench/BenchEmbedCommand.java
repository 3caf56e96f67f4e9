package io.contrastream.cli.bench;

import io.contrastream.bench.embed.EmbedBench;
import io.contrastream.bench.embed.EmbedBench.Case;
import io.contrastream.bench.embed.EmbedBench.Figure;
import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.output.JsonOption;
import io.contrastream.config.ForwardPath;
import io.contrastream.config.ModelSettings;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the embedder alone. */
@Command(
    name = "embed",
    description = {
      "Measures the embedder without Kafka: images/s by size of batch, number of threads, and"
          + " path.",
      "Each figure is the median of five rounds, taken in turn with those of the others."
    },
    footer = {
      "  contrastream bench embed",
      "  contrastream bench embed --batches 1,128 --threads 1,2,4 --json"
    })
final class BenchEmbedCommand implements Callable<Integer> {
  private static final int LARGEST_BATCH = 4096;
  private static final int MOST_THREADS = 256;

  @Mixin private CommandContext context;
  @Mixin private BenchOptions options;
  @Mixin private JsonOption json;

  @Option(
      names = "--batches",
      split = ",",
      defaultValue = "1,8,32,64,128,256",
      paramLabel = "N",
      description = "Sizes of batches (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches;

  @Option(
      names = "--threads",
      split = ",",
      defaultValue = "1,2",
      paramLabel = "T",
      description = "Numbers of threads (default: ${DEFAULT-VALUE}).")
  private List<Integer> threads;

  /** What {@code --json} prints of a figure. */
  private record Line(
      ForwardPath path, int threads, int batch, double imagesPerSecond, double coreMicrosPerImage) {
    static Line of(Figure figure) {
      return new Line(
          figure.of().path(),
          figure.of().threads(),
          figure.of().batch(),
          figure.throughput().imagesPerSecond(),
          figure.throughput().coreMicrosPerImage());
    }
  }

  /** What {@code --json} prints. */
  private record Figures(
      String checkpoint, int seconds, int rounds, double load, List<Line> figures) {}

  @Override
  public Integer call() throws InterruptedException {
    check("--batches", batches, LARGEST_BATCH);
    check("--threads", threads, MOST_THREADS);
    var plan = new EmbedBench.Plan(options.measured(context), batches, threads);
    ModelSettings model = context.settings().model();
    try (StopSignal stop = StopSignal.install()) {
      EmbedBench.Result result = EmbedBench.run(model, plan, new BenchConsole(context, stop));
      json.print(
          context,
          new Figures(
              result.checkpoint(),
              options.seconds(),
              result.rounds(),
              result.load(),
              result.figures().stream().map(Line::of).toList()),
          () -> print(result));
    }
    return 0;
  }

  private void check(String option, List<Integer> values, int largest) {
    for (int value : values) {
      if (value < 1 || value > largest) {
        throw context.wrongUse(
            "%s has %d, allowed are numbers from 1 to %d".formatted(option, value, largest));
      }
    }
  }

  private void print(EmbedBench.Result result) {
    PrintWriter out = context.out();
    out.printf(
        Locale.ROOT,
        "Images/s of checkpoint %s; load of the machine %.1f%n%n",
        result.checkpoint(),
        result.load());
    out.print("batch");
    List<Figure> figures = result.figures();
    int columns = figures.size() / batches.size();
    figures.subList(0, columns).forEach(figure -> out.printf("  %15s", heading(figure.of())));
    out.println();
    for (int row = 0; row < batches.size(); row++) {
      out.printf("%5d", batches.get(row));
      figures
          .subList(row * columns, (row + 1) * columns)
          .forEach(
              figure -> out.printf(Locale.ROOT, "  %15.0f", figure.throughput().imagesPerSecond()));
      out.println();
    }
  }

  private static String heading(Case of) {
    return "%s, %d thread%s"
        .formatted(
            of.path().name().toLowerCase(Locale.ROOT), of.threads(), of.threads() == 1 ? "" : "s");
  }
}
