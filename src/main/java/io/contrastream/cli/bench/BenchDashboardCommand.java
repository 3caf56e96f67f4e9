package io.contrastream.cli.bench;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.contrastream.bench.dashboard.DashboardBench;
import io.contrastream.bench.dashboard.DashboardResult;
import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.output.JsonOption;
import io.contrastream.cli.output.Table;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures the cost of the dashboard. */
@Command(
    name = "dashboard",
    description = {
      "Measure what the dashboard, with a page open and Prometheus scraping, costs a processor of"
          + " pairs at full load. Starts a broker and a schema registry on the same cores.",
      "Alternates five periods with the dashboard and five without, --seconds in total of each"
          + " kind, after a warm-up of at most the same time. The temporary data, about 4 KB per"
          + " image, is deleted at the end."
    },
    footer = {
      "  contrastream bench dashboard",
      "  contrastream bench dashboard --seconds 60 --json"
    })
final class BenchDashboardCommand implements Callable<Integer> {
  @Mixin private CommandContext context;
  @Mixin private BenchOptions options;
  @Mixin private JsonOption json;

  /** What {@code --json} prints. */
  private record Figures(
      @JsonUnwrapped DashboardResult result, int seconds, long commitIntervalMs, int cores) {}

  @Override
  public Integer call() throws InterruptedException {
    var duration = options.duration(context);
    context.settings(); // report errors before anything is started
    BenchConsole.runOnCluster(
        context,
        List.of("dashboard.port=0"),
        List.of("topics.replication=1", "dashboard.enabled=true"),
        (settings, console) -> {
          Figures figures =
              new Figures(
                  DashboardBench.run(settings, duration, console),
                  options.seconds(),
                  settings.stream().commitInterval().toMillis(),
                  Runtime.getRuntime().availableProcessors());
          json.print(figures, () -> print(figures));
        });
    return 0;
  }

  private void print(Figures figures) {
    DashboardResult result = figures.result();
    context
        .out()
        .printf(
            "Pairs, commit interval %d ms, %d cores%n%n",
            figures.commitIntervalMs(), figures.cores());
    new Table("", "without", "with")
        .row(
            "images/s",
            Table.fixed(result.without().imagesPerSecond(), 0),
            Table.fixed(result.with().imagesPerSecond(), 0))
        .row(
            "CPU µs per image",
            Table.fixed(result.without().coreMicrosPerImage(), 1),
            Table.fixed(result.with().coreMicrosPerImage(), 1))
        .row("cost in images/s, %", "", Table.fixed(100 * result.cost(), 1))
        .row("cost in CPU µs per image, %", "", Table.fixed(100 * result.coreCost(), 1))
        .row("sent to the page, KB/s", "", Table.fixed(result.newsBytesPerSecond() / 1e3, 1))
        .row("system load", "", Table.fixed(result.load(), 1))
        .print(context.out());
  }
}
