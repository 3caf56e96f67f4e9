package io.contrastream.cli.bench;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.contrastream.bench.dashboard.DashboardBench;
import io.contrastream.bench.dashboard.DashboardResult;
import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.options.ClusterOptions;
import io.contrastream.cli.output.JsonOption;
import io.contrastream.cluster.LocalCluster;
import io.contrastream.config.Settings;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures what the dashboard costs. */
@Command(
    name = "dashboard",
    description = {
      "Measures what the dashboard costs a processor of pairs at full load, while a page watches"
          + " and Prometheus asks, with a broker and a registry of its own on the same cores.",
      "Five stretches with it take turns with five without, --seconds together of each kind, after"
          + " warming up as long again at most. What it stores meanwhile, some 4 KB an image, is"
          + " deleted at the end."
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
    var measured = options.measured(context);
    context.settings(); // faults are told before anything is started
    try (StopSignal stop = StopSignal.install()) {
      BenchConsole status = new BenchConsole(context, stop);
      status.say("Starting a broker and a registry…");
      try (LocalCluster cluster = LocalCluster.startThrowAway(0, 0)) {
        Settings settings =
            ClusterOptions.prepare(
                cluster,
                context,
                List.of("dashboard.port=0"),
                List.of("topics.replication=1", "dashboard.enabled=true"));
        DashboardResult result = DashboardBench.run(settings, measured, status);
        Figures figures =
            new Figures(
                result,
                options.seconds(),
                settings.stream().commitInterval().toMillis(),
                Runtime.getRuntime().availableProcessors());
        json.print(context, figures, () -> print(figures));
        return 0;
      }
    }
  }

  private void print(Figures figures) {
    DashboardResult result = figures.result();
    row("Pairs, a commit each %d ms, %d cores", figures.commitIntervalMs(), figures.cores());
    row("");
    row("                       without      with");
    row(
        "images/s            %10.0f%10.0f",
        result.without().imagesPerSecond(), result.with().imagesPerSecond());
    row(
        "core µs an image    %10.1f%10.1f",
        result.without().coreMicrosPerImage(), result.with().coreMicrosPerImage());
    row("");
    row("images/s it costs            %9.1f %%", 100 * result.cost());
    row("core µs it costs             %9.1f %%", 100 * result.coreCost());
    row("sent to the page             %9.1f KB/s", result.newsBytesPerSecond() / 1e3);
    row("load of the machine          %9.1f", result.load());
  }

  private void row(String format, Object... figures) {
    context.out().println(String.format(Locale.ROOT, format, figures));
  }
}
