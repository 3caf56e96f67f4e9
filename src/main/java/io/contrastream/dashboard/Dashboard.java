package io.contrastream.dashboard;

import io.contrastream.config.Settings;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.processor.ProcessorMeters;
import io.contrastream.processor.StreamProcessor;
import io.contrastream.telemetry.Health;
import io.contrastream.telemetry.Meters;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import io.contrastream.trainer.TrainerMeters;
import io.contrastream.trainer.TrainerProcess;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dashboard of a process and of the processor and trainer in it. One thread calls. */
public final class Dashboard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);

  private final String url;
  private final String problem;
  private final AutoCloseable[] parts;

  private Dashboard(String url, String problem, AutoCloseable... parts) {
    this.url = url;
    this.problem = problem;
    this.parts = parts;
  }

  /**
   * Starts the server, unless the settings disable the dashboard. Does not wait for Kafka. If the
   * server can't start, logs why and returns a dashboard without a URL: the process works on.
   *
   * @param registry to be closed by the caller after the dashboard, like the processor and trainer
   */
  public static Dashboard start(
      Settings settings,
      SchemaRegistry registry,
      Optional<StreamProcessor> processor,
      Optional<TrainerProcess> trainer) {
    if (!settings.dashboard().enabled()) {
      return new Dashboard(null, null);
    }
    Meters meters = new Meters();
    Health health = new Health();
    try {
      processor.ifPresent(part -> ProcessorMeters.add(part, meters, health));
      trainer.ifPresent(part -> TrainerMeters.add(part, meters, health));
      Topics topics = Topics.of(settings, registry);
      CheckpointControl checkpoints =
          new CheckpointControl(
              settings, topics, () -> processor.map(StreamProcessor::checkpointStatus));
      LiveFigures figures =
          new LiveFigures(settings, meters, processor.map(StreamProcessor::latency));
      DashboardServer server =
          DashboardServer.start(
              settings,
              topics,
              figures,
              health,
              checkpoints,
              () -> processor.map(StreamProcessor::acquireModel));
      return new Dashboard(server.url(), null, server, figures, checkpoints, meters);
    } catch (RuntimeException e) {
      LOG.warn("Running without a dashboard: {}", e.getMessage(), e);
      return new Dashboard(null, e.getMessage(), meters);
    }
  }

  /** The address of the page; empty if no server runs. */
  public Optional<String> url() {
    return Optional.ofNullable(url);
  }

  /** Why the server could not start; empty if it runs or the dashboard is disabled. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  @Override
  public void close() {
    Closeables.closeAll(parts);
  }
}
