package io.contrastream.cli.bench;

import io.contrastream.bench.neighbours.NeighbourBench;
import io.contrastream.bench.neighbours.NeighbourBench.Result;
import io.contrastream.bench.neighbours.NeighbourVectors;
import io.contrastream.cli.options.DrawnSourceOptions;
import io.contrastream.cli.output.Table;
import io.contrastream.config.ModelSettings;
import io.contrastream.image.DigitSource;
import io.contrastream.source.SourceException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the nearest-neighbour index. */
@Command(
    name = "neighbours",
    description = {
      "Measure the dashboard's nearest-neighbour index without Kafka: its recall of the ten nearest"
          + " neighbours, its query times, and the time and memory to fill it.",
      "The vectors are digits embedded with the checkpoint of the settings: the first digits of the"
          + " source are indexed, the following ones are the queries."
    },
    footer = {
      "  contrastream bench neighbours",
      "  contrastream bench neighbours --vectors 50000 \\",
      "    --source idx:train-images-idx3-ubyte.gz",
      "  contrastream bench neighbours --vectors 20000 --random --json"
    })
final class BenchNeighboursCommand extends BenchTask {
  private static final int MAX_VECTORS = 200_000;
  private static final int MAX_QUERIES = 10_000;

  @Mixin private DrawnSourceOptions source;

  @Option(
      names = "--vectors",
      defaultValue = "100000",
      paramLabel = "N",
      description = "Number of indexed vectors, 10 to 200000 (default: ${DEFAULT-VALUE}).")
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
    context.requireBetween("--vectors", vectors, NeighbourBench.COUNT, MAX_VECTORS);
    context.requireBetween("--queries", queries, 1, MAX_QUERIES);
    ModelSettings model = context.settings().model();
    run(() -> new NeighbourBench(isRandom ? random() : embedded(model), this).run(), this::print);
    return 0;
  }

  private NeighbourVectors random() {
    return NeighbourVectors.random(vectors, queries, source.seed());
  }

  private NeighbourVectors embedded(ModelSettings model) throws InterruptedException {
    DigitSource digits = source.open(context);
    if (digits.size() < vectors + queries) {
      throw new SourceException(
          "'%s' has %d digits, but --vectors and --queries need %d."
              .formatted(source.spec(), digits.size(), vectors + queries));
    }
    return NeighbourVectors.embedded(vectors, queries, digits, model, this);
  }

  private void print(Result result) {
    new Table()
        .row("vectors in the index", result.vectors())
        .row("queries", result.queries())
        .row("recall of " + result.neighbours(), Table.fixed(result.recall(), 4))
        .row("  with ties to 1e-6", Table.fixed(result.recallOfCosine(), 4))
        .row("query time, ms: p50", Table.fixed(result.p50Ms(), 2))
        .row("                p99", Table.fixed(result.p99Ms(), 2))
        .row("                max", Table.fixed(result.maxMs(), 2))
        .row("time to fill, s", Table.fixed(result.buildSeconds(), 1))
        .row("each of the last additions, µs", Table.fixed(result.lastAddMicros(), 0))
        .row("heap, MiB", result.heapMb())
        .row("system load", Table.fixed(result.load(), 1))
        .print(context.out());
  }
}
