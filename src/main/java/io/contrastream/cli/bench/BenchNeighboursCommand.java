package io.contrastream.cli.bench;

import io.contrastream.bench.neighbours.NeighbourBench;
import io.contrastream.bench.neighbours.NeighbourBench.Plan;
import io.contrastream.bench.neighbours.NeighbourBench.Result;
import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.options.SourceOptions;
import io.contrastream.cli.output.JsonOption;
import io.contrastream.config.Settings;
import io.contrastream.image.DigitSource;
import io.contrastream.image.SourceException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the index of nearest neighbours. */
@Command(
    name = "neighbours",
    description = {
      "Measures the dashboard's index of nearest neighbours without Kafka: how many of the ten that"
          + " an exact search finds it finds (recall), how long a query takes, and what it costs to"
          + " fill it.",
      "Its vectors are digits embedded by the settings' checkpoint; those of the queries are not in"
          + " it."
    },
    footer = {
      "  contrastream bench neighbours",
      "  contrastream bench neighbours --vectors 50000 --source idx:train-images-idx3-ubyte.gz",
      "  contrastream bench neighbours --vectors 20000 --random --json"
    })
final class BenchNeighboursCommand implements Callable<Integer> {
  private static final int MOST_VECTORS = 200_000;
  private static final int MOST_QUERIES = 10_000;

  @Mixin private CommandContext context;
  @Mixin private JsonOption json;

  @Option(
      names = "--vectors",
      defaultValue = "100000",
      paramLabel = "N",
      description = "How many are in the index, 10 to 200000 (default: ${DEFAULT-VALUE}).")
  private int vectors;

  @Option(
      names = "--queries",
      defaultValue = "1000",
      paramLabel = "N",
      description = "How many queries, 1 to 10000 (default: ${DEFAULT-VALUE}).")
  private int queries;

  @Option(
      names = "--source",
      defaultValue = "drawn",
      paramLabel = "SPEC",
      description =
          "Digits: drawn, idx:PATH, csv:FILE, png:DIR or mnist (default: ${DEFAULT-VALUE}). The"
              + " first are indexed, those that follow are the queries.")
  private String source;

  @Option(
      names = "--random",
      description =
          "Vectors that lie evenly on the sphere instead: the hardest case, which no model makes.")
  private boolean random;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Seed of all that is left to chance (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() throws InterruptedException {
    check("--vectors", vectors, NeighbourBench.COUNT, MOST_VECTORS);
    check("--queries", queries, 1, MOST_QUERIES);
    Settings settings = context.settings();
    Plan plan = new Plan(vectors, queries);
    try (StopSignal stop = StopSignal.install()) {
      BenchConsole status = new BenchConsole(context, stop);
      Result result =
          random
              ? NeighbourBench.runRandom(plan, seed, status)
              : NeighbourBench.run(plan, settings.model(), digits(), status);
      json.print(context, result, () -> print(result));
    }
    return 0;
  }

  private void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw context.wrongUse("%s is %d, allowed is %d to %d".formatted(option, value, least, most));
    }
  }

  private DigitSource digits() {
    DigitSource digits = SourceOptions.open(source, seed);
    if (digits.size() < vectors + queries) {
      throw new SourceException(
          "'%s' has %d digits; --vectors and --queries together ask for %d."
              .formatted(source, digits.size(), vectors + queries));
    }
    return digits;
  }

  private void print(Result result) {
    row("vectors in the index         %10d", result.vectors());
    row("queries                      %10d", result.queries());
    row("recall of %2d                 %10.4f", result.neighbours(), result.recall());
    row("  with ties to 1e-6          %10.4f", result.recallOfCosine());
    row("query, ms: p50               %10.2f", result.p50Ms());
    row("           p99               %10.2f", result.p99Ms());
    row("           max               %10.2f", result.maxMs());
    row("seconds to fill              %10.1f", result.buildSeconds());
    row("last additions, µs each      %10.0f", result.lastAddMicros());
    row("heap, MiB                    %10d", result.heapMb());
    row("load of the machine          %10.1f", result.load());
  }

  private void row(String format, Object... figures) {
    PrintWriter out = context.out();
    out.println(String.format(Locale.ROOT, format, figures));
  }
}
