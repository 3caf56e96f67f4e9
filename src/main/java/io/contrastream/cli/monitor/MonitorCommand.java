package io.contrastream.cli.monitor;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.Failures;
import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.output.JsonOption;
import io.contrastream.config.Durations;
import io.contrastream.config.Settings;
import io.contrastream.monitor.Monitor;
import io.contrastream.monitor.Snapshot;
import io.contrastream.topic.registry.SchemaRegistry;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.errors.InterruptException;
import org.jline.terminal.Terminal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows a cluster live. */
@Command(
    name = "monitor",
    description = {
      "Shows live what flows through the topics, how far the processors are behind, the loss, the"
          + " active checkpoint, the trainer and the dead letters, until it is stopped.",
      "Asks the broker and the registry of the settings only, so that it works from any machine."
          + " Where the output is no terminal, it prints a line for each look; docs/api.md explains"
          + " the fields of --json."
    },
    footer = {
      "  contrastream monitor",
      "  contrastream monitor --once --json",
      "  contrastream monitor --set kafka.bootstrap.servers=kafka:9092"
          + " --set registry.schema.registry.url=http://registry:8081"
    })
public final class MonitorCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(MonitorCommand.class);
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Mixin private CommandContext context;
  @Mixin private JsonOption json;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      description =
          "Time between two looks, 100ms to 1h (default: 1s; 5s where lines are printed).")
  private String interval;

  @Option(names = "--once", description = "Looks for a second, prints what it saw, and ends.")
  private boolean once;

  @Override
  public Integer call() throws InterruptedException {
    Duration asked = asked();
    Settings settings = context.settings(Monitor.SUGGESTED, List.of());
    if (!json.wanted()) {
      context.err().printf("Looking at Kafka %s…%n", settings.kafka().bootstrapServers());
    }
    try (StopSignal stop = StopSignal.install();
        SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        Monitor monitor = new Monitor(settings, registry)) {
      Snapshot first = monitor.look();
      if (once) {
        look(monitor, stop, asked == null ? SECOND : asked);
        return 0;
      }
      try (MonitorView view = view(settings)) {
        view.show(first);
        follow(monitor, view, stop, asked == null ? view.interval() : asked);
      }
    }
    return 0;
  }

  /** Rates need a second look. */
  private void look(Monitor monitor, StopSignal stop, Duration later) throws InterruptedException {
    if (!stop.await(later)) {
      Snapshot look = monitor.look();
      json.print(context, look, () -> text().screen(look).forEach(context.out()::println));
    }
  }

  private MonitorView view(Settings settings) {
    if (!json.wanted() && System.console() != null) {
      Terminal terminal = MonitorScreen.terminal();
      if (MonitorScreen.fits(terminal)) {
        return new MonitorScreen(terminal, text(), settings.kafka().bootstrapServers());
      }
    }
    return new MonitorLines(context, json.wanted(), text());
  }

  private static MonitorText text() {
    return new MonitorText(ZoneId.systemDefault());
  }

  private static void follow(Monitor monitor, MonitorView view, StopSignal stop, Duration interval)
      throws InterruptedException {
    while (!view.isClosed() && !stop.await(interval)) {
      try {
        view.show(monitor.look());
      } catch (InterruptException e) {
        throw e;
      } catch (RuntimeException e) {
        LOG.warn("The cluster can't be looked at; the monitor goes on trying", e);
        view.fault(Failures.describe(e));
      }
    }
  }

  /** Null where no option says. */
  private Duration asked() {
    if (interval == null) {
      return null;
    }
    try {
      Duration time = Durations.parse(interval);
      if (time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0) {
        return time;
      }
    } catch (IllegalArgumentException e) {
      // told below, with those that are too short or too long
    }
    throw context.wrongUse(
        "--interval is %s, allowed is a time from 100ms to 1h, such as 500ms or 5s"
            .formatted(interval));
  }
}
