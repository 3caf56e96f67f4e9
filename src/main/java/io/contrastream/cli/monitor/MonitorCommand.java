package io.contrastream.cli.monitor;

import io.contrastream.cli.frame.Failures;
import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.cli.output.SystemTerminal;
import io.contrastream.config.Settings;
import io.contrastream.monitor.Monitor;
import io.contrastream.monitor.Snapshot;
import io.contrastream.topic.registry.SchemaRegistry;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.apache.kafka.common.errors.InterruptException;
import org.jline.terminal.Terminal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "monitor",
    description = {
      "Show rates, consumer lag, loss, active checkpoint, trainer and dead letters live, until"
          + " stopped.",
      "Uses only the broker and the schema registry of the settings, so it runs on any machine."
          + " Prints a line per interval if the output is not a terminal. docs/api.md describes the"
          + " fields of --json."
    },
    footer = {
      "  contrastream monitor",
      "  contrastream monitor --once --json",
      "  contrastream monitor --set kafka.bootstrap.servers=kafka:9092 \\",
      "    --set registry.schema.registry.url=http://registry:8081"
    })
public final class MonitorCommand extends JsonCommand {
  private static final Logger LOG = LoggerFactory.getLogger(MonitorCommand.class);
  private static final Duration MIN_INTERVAL = Duration.ofMillis(100);
  private static final Duration MAX_INTERVAL = Duration.ofHours(1);
  private static final Duration ONCE_INTERVAL = Duration.ofSeconds(1);

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      description = "Time between updates, 100ms to 1h (default: 1s; 5s if lines are printed).")
  private Duration interval;

  @Option(names = "--once", description = "Print one update and exit.")
  private boolean once;

  @Override
  public Integer call() throws InterruptedException {
    context.requireBetween("--interval", interval, MIN_INTERVAL, MAX_INTERVAL);
    Settings settings = context.settings(Monitor.DEFAULTS, List.of());
    try (StopSignal stop = StopSignal.install();
        SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        Monitor monitor = new Monitor(settings, registry)) {
      Snapshot first = monitor.snapshot();
      if (once) {
        printOnce(monitor, stop, interval == null ? ONCE_INTERVAL : interval);
        return 0;
      }
      try (MonitorView view = view(settings)) {
        view.show(first);
        follow(monitor, view, stop, interval == null ? view.interval() : interval);
      }
      if (!isJson()) {
        context.say("Stopped.");
      }
    }
    return 0;
  }

  /** Waits for the interval first, as rates need two measurements. */
  private void printOnce(Monitor monitor, StopSignal stop, Duration delay)
      throws InterruptedException {
    if (!stop.await(delay)) {
      Snapshot look = monitor.snapshot();
      printResult(look, () -> text().screen(look).forEach(context.out()::println));
    }
  }

  private MonitorView view(Settings settings) {
    if (!isJson() && System.console() != null) {
      Terminal terminal = SystemTerminal.open();
      if (MonitorScreen.isSupported(terminal)) {
        return new MonitorScreen(terminal, text(), settings.kafka().bootstrapServers());
      }
    }
    return new MonitorLines(context, isJson(), text());
  }

  private static MonitorText text() {
    return new MonitorText(ZoneId.systemDefault());
  }

  private static void follow(Monitor monitor, MonitorView view, StopSignal stop, Duration interval)
      throws InterruptedException {
    while (!view.isClosed() && !stop.await(interval)) {
      try {
        view.show(monitor.snapshot());
      } catch (InterruptException e) {
        throw e;
      } catch (RuntimeException e) {
        LOG.warn("Cannot read the state of the cluster; trying again", e);
        view.showError(Failures.describe(e));
      }
    }
  }
}
