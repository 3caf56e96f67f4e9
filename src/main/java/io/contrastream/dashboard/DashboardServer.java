package io.contrastream.dashboard;

import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.config.DashboardSettings;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Model;
import io.contrastream.http.BearerToken;
import io.contrastream.http.HttpServer;
import io.contrastream.http.MonitoringRoutes;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.neighbours.Neighbours;
import io.contrastream.telemetry.Health;
import io.contrastream.telemetry.Meters;
import io.contrastream.topic.Topics;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.staticfiles.Location;
import io.javalin.util.JavalinBindException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server of the dashboard. Any thread may call. */
final class DashboardServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DashboardServer.class);
  private static final long MAX_BODY_BYTES = InputRequest.MAX_WAV_BYTES;

  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; img-src 'self' data:; worker-src 'self'; object-src 'none';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final HttpServer server;
  private final AutoCloseable[] parts;

  private DashboardServer(HttpServer server, AutoCloseable... parts) {
    this.server = server;
    this.parts = parts;
  }

  /**
   * Starts a server for the page and its API. Takes any free port if the configured one is in use,
   * so that a second instance on the machine gets a dashboard too. The server listens when this
   * returns, and does not wait for Kafka.
   *
   * @param figures to be closed by the caller, after the server
   * @param checkpoints to be closed by the caller, after the server
   * @param models lend what this process embeds with; empty if it embeds nothing
   */
  static DashboardServer start(
      Settings settings,
      Topics topics,
      LiveFigures figures,
      Health health,
      CheckpointControl checkpoints,
      Supplier<Optional<Model>> models) {
    Neighbours neighbours =
        new Neighbours(settings.dashboard().neighbours(), InputRequest::isRequest);
    LiveFeed feed = new LiveFeed(settings, topics, figures, checkpoints, neighbours::add, models);
    EmbeddingClient client = new EmbeddingClient(settings, topics, EmbeddingClient.TIMEOUT);
    ProcessModel model = new ProcessModel(settings.modalities(), settings.image().fit(), models);
    BearerToken token = new BearerToken("dashboard.token", settings.dashboard().token());
    Consumer<RoutesConfig> routes =
        config -> {
          new LiveRoutes(feed, checkpoints, model, token, settings.drift().threshold())
              .addTo(config);
          new InputRoutes(feed.inputs()).addTo(config);
          new EmbeddingRoutes(client, model, neighbours, feed.inputs(), feed::place).addTo(config);
          new NeighbourRoutes(model, neighbours, feed.inputs(), feed::place).addTo(config);
        };
    try {
      DashboardServer server =
          listenOnFreePort(settings.dashboard(), figures.meters(), health, routes, client, feed);
      feed.start();
      Warmup.of(server.url());
      return server;
    } catch (RuntimeException e) {
      Closeables.closeAll(client, feed);
      throw e;
    }
  }

  private static DashboardServer listenOnFreePort(
      DashboardSettings settings,
      Meters meters,
      Health health,
      Consumer<RoutesConfig> routes,
      AutoCloseable... parts) {
    try {
      return listen(settings, meters, health, routes, parts);
    } catch (StartupException e) {
      if (!(e.getCause() instanceof JavalinBindException)) {
        throw e;
      }
      LOG.warn("{}; using any free port for now", e.getMessage());
      return listen(settings.withAnyPort(), meters, health, routes, parts);
    }
  }

  /**
   * Starts a server with the routes for monitoring and the given ones.
   *
   * @param parts closed with the server, in this order
   * @throws StartupException if the port is in use, then with a {@link JavalinBindException} as its
   *     cause, or if the host is no address of this machine
   */
  static DashboardServer listen(
      DashboardSettings settings,
      Meters meters,
      Health health,
      Consumer<RoutesConfig> routes,
      AutoCloseable... parts) {
    HttpServer server =
        HttpServer.start(
            new HttpServer.Address("dashboard", settings.host(), settings.port()),
            MAX_BODY_BYTES,
            config -> {
              configure(config);
              new MonitoringRoutes(meters, health).addTo(config.routes);
              routes.accept(config.routes);
            });
    return new DashboardServer(server, parts);
  }

  private static void configure(JavalinConfig config) {
    config.routes.before(
        context -> context.header("Content-Security-Policy", CONTENT_SECURITY_POLICY));
    config.staticFiles.add("/dashboard", Location.CLASSPATH);
    config.staticFiles.enableWebjars();
    config.routes.exception(
        CheckpointException.class, (e, context) -> HttpServer.refuse(context, 409, e.getMessage()));
  }

  int port() {
    return server.port();
  }

  /** The address of the page. */
  String url() {
    return server.url();
  }

  @Override
  public void close() {
    Closeables.closeAll(parts);
    server.close();
  }
}
