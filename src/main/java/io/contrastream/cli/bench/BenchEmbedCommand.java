package io.contrastream.cli.bench;

import io.contrastream.bench.embed.EmbedBench;
import io.contrastream.bench.embed.EmbedBench.Case;
import io.contrastream.bench.embed.EmbedBench.Figure;
import io.contrastream.cli.output.Table;
import io.contrastream.config.ModelSettings;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the embedder without Kafka. */
@Command(
    name = "embed",
    description = {
      "Measure the embedder without Kafka: images/s by batch size, number of threads and path.",
      "Each figure is the median of five rounds; the rounds of all figures alternate."
    },
    footer = {
      "  contrastream bench embed",
      "  contrastream bench embed --batches 1,128 --threads 1,2,4 --json"
    })
final class BenchEmbedCommand extends BenchTask {
  private static final int MAX_BATCH = 4096;
  private static final int MAX_THREADS = 256;

  @Mixin private BenchOptions options;

  @Option(
      names = "--batches",
      split = ",",
      defaultValue = "1,8,32,64,128,256",
      paramLabel = "N",
      description = "Batch sizes (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches;

  @Option(
      names = "--threads",
      split = ",",
      defaultValue = "1,2",
      paramLabel = "T",
      description = "Numbers of threads (default: ${DEFAULT-VALUE}).")
  private List<Integer> threads;

  @Override
  public Integer call() throws InterruptedException {
    batches.forEach(each -> context.requireBetween("--batches", each, 1, MAX_BATCH));
    threads.forEach(each -> context.requireBetween("--threads", each, 1, MAX_THREADS));
    var plan = new EmbedBench.Plan(options.duration(context), batches, threads);
    ModelSettings model = context.settings().model();
    run(() -> EmbedBench.run(model, plan, this), this::print);
    return 0;
  }

  private void print(EmbedBench.Result result) {
    context
        .out()
        .printf(
            Locale.ROOT,
            "Images/s of checkpoint %s; system load %.1f%n%n",
            result.checkpoint(),
            result.load());
    List<Figure> figures = result.figures();
    int columns = figures.size() / batches.size();
    Stream<String> headings = figures.stream().limit(columns).map(each -> heading(each.of()));
    Table table = new Table(Stream.concat(Stream.of("batch"), headings).toArray(String[]::new));
    for (int i = 0; i < batches.size(); i++) {
      Stream<String> rates =
          figures.subList(i * columns, (i + 1) * columns).stream()
              .map(figure -> Table.fixed(figure.throughput().perSecond(), 0));
      table.row(Stream.concat(Stream.of(batches.get(i)), rates).toArray());
    }
    table.print(context.out());
  }

  private static String heading(Case of) {
    return "%s, %d thread%s"
        .formatted(
            of.path().name().toLowerCase(Locale.ROOT), of.threads(), of.threads() == 1 ? "" : "s");
  }
}
