package io.contrastream.runtime;

import io.contrastream.config.DashboardSettings;
import io.contrastream.config.Settings;
import io.contrastream.dashboard.DashboardServer;
import io.contrastream.dashboard.PortInUseException;
import io.contrastream.runtime.trainer.TrainerProcess;
import io.contrastream.telemetry.Health;
import io.contrastream.telemetry.Meters;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dashboard of a process, with the parts that it tells of. One thread calls. */
public final class Dashboard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);

  private final Settings settings;
  private final Meters meters = new Meters();
  private final Health health = new Health();
  private DashboardServer server;

  private Dashboard(Settings settings) {
    this.settings = settings;
  }

  /** Tells of nothing yet, and listens nowhere. */
  public static Dashboard of(Settings settings) {
    return new Dashboard(settings);
  }

  /** Tells of a processor, which stays the caller's, to close after this. */
  public Dashboard with(StreamProcessor processor) {
    ProcessorMeters.add(processor, meters, health);
    return this;
  }

  /** Tells of a trainer, which stays the caller's, to close after this. */
  public Dashboard with(TrainerProcess trainer) {
    TrainerMeters.add(trainer, meters, health);
    return this;
  }

  /** Listens, unless the settings say that there is to be no dashboard. */
  public Dashboard start() {
    if (settings.dashboard().enabled()) {
      server = listen(settings.dashboard());
    }
    return this;
  }

  /** A second instance on the machine finds the port taken, and must do its work all the same. */
  private DashboardServer listen(DashboardSettings where) {
    try {
      return DashboardServer.start(where, meters, health, routes -> {});
    } catch (PortInUseException e) {
      LOG.warn("{}; it takes a free one now", e.getMessage());
      return DashboardServer.start(where.withAnyPort(), meters, health, routes -> {});
    }
  }

  /** Where people find the page; empty where there is none. */
  public Optional<String> url() {
    return Optional.ofNullable(server).map(DashboardServer::url);
  }

  @Override
  public void close() {
    Closing.all(server, meters);
  }
}
