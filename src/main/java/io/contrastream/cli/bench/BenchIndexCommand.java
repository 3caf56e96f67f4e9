package io.contrastream.cli.bench;

import io.contrastream.bench.index.IndexBench;
import io.contrastream.bench.index.IndexBench.Result;
import io.contrastream.bench.index.IndexVectors;
import io.contrastream.cli.options.DrawnSourceOptions;
import io.contrastream.cli.output.Table;
import io.contrastream.config.Settings;
import io.contrastream.image.DigitSource;
import io.contrastream.source.SourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the index of embeddings. */
@Command(
    name = "index",
    description = {
      "Measure the index of embeddings without Kafka: its recall of the ten nearest neighbours of"
          + " each modality, its query times, its memory, and the time to fill, save and load it.",
      "The vectors are digits and as many captions embedded with the checkpoint of the settings;"
          + " the last of each are the queries."
    },
    footer = {
      "  contrastream bench index",
      "  contrastream bench index --vectors 1000000",
      "  contrastream bench index --vectors 20000 --random --json"
    })
final class BenchIndexCommand extends BenchTask {
  private static final int MAX_VECTORS = 10_000_000;
  private static final int MAX_QUERIES = 10_000;

  @Mixin private DrawnSourceOptions source;

  @Option(
      names = "--vectors",
      defaultValue = "100000",
      paramLabel = "N",
      description =
          "Number of indexed vectors, 100 to 10000000 (default: ${DEFAULT-VALUE}). A million takes"
              + " 2 GB of heap.")
  private int vectors;

  @Option(
      names = "--queries",
      defaultValue = "1000",
      paramLabel = "N",
      description = "Number of queries, 1 to 10000 (default: ${DEFAULT-VALUE}).")
  private int queries;

  @Option(
      names = "--random",
      description =
          "Use vectors uniformly distributed on the sphere: the hardest case, unlike any model's.")
  private boolean isRandom;

  @Override
  public Integer call() throws InterruptedException {
    context.requireBetween("--vectors", vectors, 100, MAX_VECTORS);
    context.requireBetween("--queries", queries, 1, MAX_QUERIES);
    Settings settings = context.settings();
    run(() -> measure(settings), this::print);
    return 0;
  }

  private Result measure(Settings settings) throws InterruptedException {
    IndexVectors measured =
        isRandom ? IndexVectors.random(vectors, queries, source.seed()) : embedded(settings);
    try {
      Path folder = Files.createTempDirectory("contrastream-index");
      try {
        return new IndexBench(measured, folder, this).run();
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path each : all) {
        Files.delete(each);
      }
    }
  }

  private IndexVectors embedded(Settings settings) throws InterruptedException {
    DigitSource digits = source.open(context);
    int needed = (vectors + queries + 1) / 2;
    if (digits.size() < needed) {
      throw new SourceException(
          "'%s' has %d digits, but --vectors and --queries need %d."
              .formatted(source.spec(), digits.size(), needed));
    }
    return IndexVectors.embedded(vectors, queries, digits, source.seed(), settings, this);
  }

  private void print(Result result) {
    new Table()
        .row("vectors in the index", result.vectors())
        .row("queries", result.queries())
        .row("recall of " + result.neighbours(), Table.fixed(result.recall(), 4))
        .row("query time, ms: p50", Table.fixed(result.p50Ms(), 2))
        .row("                p99", Table.fixed(result.p99Ms(), 2))
        .row("                max", Table.fixed(result.maxMs(), 2))
        .row("vectors added per second", Table.fixed(result.vectorsPerSecond(), 0))
        .row("memory, bytes per vector", Table.fixed(result.bytesPerVector(), 0))
        .row("files, bytes per vector", Table.fixed(result.fileBytesPerVector(), 0))
        .row("time to save, s", Table.fixed(result.saveSeconds(), 1))
        .row("time to load, s", Table.fixed(result.loadSeconds(), 1))
        .row("system load", Table.fixed(result.load(), 1))
        .print(context.out());
  }
}
