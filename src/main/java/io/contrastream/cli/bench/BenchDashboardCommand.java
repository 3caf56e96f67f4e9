package io.contrastream.cli.bench;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.contrastream.bench.Throughput;
import io.contrastream.bench.dashboard.DashboardBench;
import io.contrastream.bench.dashboard.DashboardResult;
import io.contrastream.cli.output.Table;
import java.util.List;
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
final class BenchDashboardCommand extends BenchTask {
  @Mixin private BenchOptions options;

  /** What {@code --json} prints. */
  private record Figures(
      @JsonUnwrapped DashboardResult result, long seconds, long commitIntervalMs, int cores) {}

  @Override
  public Integer call() throws InterruptedException {
    var duration = options.duration(context);
    runOnCluster(
        List.of("topics.replication=1", "dashboard.enabled=true"),
        settings ->
            new Figures(
                DashboardBench.run(settings, duration, this),
                duration.toSeconds(),
                settings.stream().commitInterval().toMillis(),
                Runtime.getRuntime().availableProcessors()),
        this::print);
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
        .row("images/s", perSecond(result.without()), perSecond(result.with()))
        .row("CPU µs per image", coreMicros(result.without()), coreMicros(result.with()))
        .row("cost in images/s, %", "", Table.fixed(100 * result.cost(), 1))
        .row("cost in CPU µs per image, %", "", Table.fixed(100 * result.coreCost(), 1))
        .row("sent to the page, KB/s", "", Table.fixed(result.newsBytesPerSecond() / 1e3, 1))
        .row("system load", "", Table.fixed(result.load(), 1))
        .print(context.out());
  }

  private static String perSecond(Throughput throughput) {
    return Table.fixed(throughput.perSecond(), 0);
  }

  private static String coreMicros(Throughput throughput) {
    return Table.fixed(throughput.coreMicros(), 1);
  }
}
