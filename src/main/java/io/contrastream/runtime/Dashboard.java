package io.contrastream.runtime;

import io.contrastream.config.Settings;
import io.contrastream.dashboard.DashboardServer;
import io.contrastream.runtime.swap.CheckpointStatus;
import io.contrastream.runtime.swap.StoreDesk;
import io.contrastream.runtime.trainer.TrainerProcess;
import io.contrastream.telemetry.Health;
import io.contrastream.telemetry.Meters;
import io.contrastream.topic.SchemaRegistry;
import io.contrastream.topic.Topics;
import java.util.Optional;

/** The dashboard of a process, with the parts that it tells of. One thread calls. */
public final class Dashboard implements AutoCloseable {
  private final Settings settings;
  private final SchemaRegistry registry;
  private final Meters meters = new Meters();
  private final Health health = new Health();
  private StreamProcessor processor;
  private StoreDesk desk;
  private DashboardServer server;

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
    ProcessorMeters.add(part, meters, health);
    return this;
  }

  /** Tells of a trainer, which stays the caller's, to close after this. */
  public Dashboard with(TrainerProcess trainer) {
    TrainerMeters.add(trainer, meters, health);
    return this;
  }

  /** Listens, unless the settings say that there is to be no dashboard; the topics exist. */
  public Dashboard start() {
    if (settings.dashboard().enabled()) {
      Topics topics = Topics.of(settings.topics(), registry);
      desk = new StoreDesk(settings, topics, this::status);
      server = DashboardServer.start(settings, topics, meters, health, desk);
    }
    return this;
  }

  private Optional<CheckpointStatus> status() {
    return Optional.ofNullable(processor).map(StreamProcessor::checkpointStatus);
  }

  /** Where people find the page; empty where there is none. */
  public Optional<String> url() {
    return Optional.ofNullable(server).map(DashboardServer::url);
  }

  @Override
  public void close() {
    Closing.all(server, desk, meters);
  }
}
