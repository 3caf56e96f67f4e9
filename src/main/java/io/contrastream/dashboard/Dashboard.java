package io.contrastream.dashboard;

import io.contrastream.config.Settings;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.processor.ProcessorMeters;
import io.contrastream.processor.StreamProcessor;
import io.contrastream.processor.swap.CheckpointStatus;
import io.contrastream.telemetry.Health;
import io.contrastream.telemetry.Meters;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import io.contrastream.trainer.TrainerMeters;
import io.contrastream.trainer.TrainerProcess;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dashboard of a process, with the parts that it tells of. One thread calls. */
public final class Dashboard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);

  private final Settings settings;
  private final SchemaRegistry registry;
  private final Meters meters = new Meters();
  private final Health health = new Health();
  private StreamProcessor processor;
  private CheckpointControl desk;
  private DashboardServer server;
  private String problem;

  private Dashboard(Settings settings, SchemaRegistry registry) {
    this.settings = settings;
    this.registry = registry;
  }

  /**
   * Tells of nothing yet, and listens nowhere.
   *
   * @param registry stays the caller's, to close after this
   */
  public static Dashboard of(Settings settings, SchemaRegistry registry) {
    return new Dashboard(settings, registry);
  }

  /** Tells of a processor, which stays the caller's, to close after this. */
  public Dashboard with(StreamProcessor part) {
    processor = part;
    if (settings.dashboard().enabled()) {
      ProcessorMeters.add(part, meters, health);
    }
    return this;
  }

  /** Tells of a trainer, which stays the caller's, to close after this. */
  public Dashboard with(TrainerProcess trainer) {
    if (settings.dashboard().enabled()) {
      TrainerMeters.add(trainer, meters, health);
    }
    return this;
  }

  /**
   * Listens, unless the settings say that there is to be no dashboard. Where it can't, the log says
   * why, and the process does its work without. Kafka is not waited for.
   */
  public Dashboard start() {
    if (settings.dashboard().enabled()) {
      try {
        listen();
      } catch (RuntimeException e) {
        LOG.warn("No dashboard, the work goes on without: {}", e.getMessage(), e);
        problem = e.getMessage();
      }
    }
    return this;
  }

  private void listen() {
    Topics topics = Topics.of(settings.topics(), registry);
    desk = new CheckpointControl(settings, topics, this::status);
    server =
        DashboardServer.start(
            settings,
            topics,
            meters,
            health,
            desk,
            () -> Optional.ofNullable(processor).map(StreamProcessor::embedder));
  }

  private Optional<CheckpointStatus> status() {
    return Optional.ofNullable(processor).map(StreamProcessor::checkpointStatus);
  }

  /** Where people find the page; empty where there is none. */
  public Optional<String> url() {
    return Optional.ofNullable(server).map(DashboardServer::url);
  }

  /** Why there is none, for people; empty where there is one, or none was wanted. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  @Override
  public void close() {
    Closeables.closeAll(server, desk, meters);
  }
}
