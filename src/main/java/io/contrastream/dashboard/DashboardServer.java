package io.contrastream.dashboard;

import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.config.DashboardSettings;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Model;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.neighbours.Neighbours;
import io.contrastream.telemetry.Health;
import io.contrastream.telemetry.Meters;
import io.contrastream.topic.Topics;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.staticfiles.Location;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server of the dashboard. Any thread may call. */
final class DashboardServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DashboardServer.class);
  private static final int THREADS = 32;
  private static final long MAX_BODY_BYTES = InputRequest.MAX_WAV_BYTES;

  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; img-src 'self' data:; worker-src 'self'; object-src 'none';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Javalin javalin;
  private final String host;
  private final AutoCloseable[] parts;

  private DashboardServer(Javalin javalin, String host, AutoCloseable... parts) {
    this.javalin = javalin;
    this.host = host;
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
    ProcessModel model = new ProcessModel(settings.modalities(), models);
    BearerToken token = new BearerToken(settings.dashboard().token());
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
    Javalin javalin =
        Javalin.create(
            config -> {
              configure(config, settings);
              new MonitoringRoutes(meters, health).addTo(config.routes);
              routes.accept(config.routes);
            });
    try {
      javalin.start(settings.host(), settings.port());
    } catch (JavalinException e) {
      javalin.stop();
      requireUsable(settings.host());
      throw e instanceof JavalinBindException
          ? new StartupException(
              ("The dashboard can't listen on port %d of %s; stop what listens there, or choose"
                      + " another port with --set dashboard.port=PORT")
                  .formatted(settings.port(), settings.host()),
              e)
          : e;
    }
    return new DashboardServer(javalin, settings.host(), parts);
  }

  /** Tries to listen on any port of the host. */
  private static void requireUsable(String host) {
    try {
      new ServerSocket(0, 1, InetAddress.getByName(host)).close();
    } catch (IOException e) {
      boolean unknown = e instanceof UnknownHostException;
      throw new StartupException(
          ("dashboard.host is %s, which %s; set it to 127.0.0.1, to an address of this machine, or"
                  + " to 0.0.0.0 for all of them")
              .formatted(
                  host,
                  unknown ? "does not resolve to an address" : "is not an address of this machine"),
          e);
    }
  }

  private static void configure(JavalinConfig config, DashboardSettings settings) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = MAX_BODY_BYTES;
    config.http.prefer405over404 = true;
    config.jetty.modifyServer(
        server -> server.setHandler(new BufferedRequestHandler(MAX_BODY_BYTES, new PageThreads())));
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
    threads.setName("dashboard");
    config.jetty.threadPool = threads;
    HostCheck hosts = new HostCheck(settings.host());
    config.routes.before(hosts::check);
    config.routes.before(
        context -> context.header("Content-Security-Policy", CONTENT_SECURITY_POLICY));
    config.staticFiles.add("/dashboard", Location.CLASSPATH);
    config.staticFiles.enableWebjars();
    config.routes.exception(
        HttpResponseException.class,
        (e, context) -> refuse(context, e.getStatus(), e.getMessage()));
    config.routes.exception(
        CheckpointException.class, (e, context) -> refuse(context, 409, e.getMessage()));
    config.routes.exception(EofException.class, (e, context) -> {}); // the client has disconnected
    config.routes.exception(Exception.class, DashboardServer::fail);
  }

  private static void fail(Exception e, Context context) {
    LOG.warn("{} {} failed", context.method(), context.path(), e);
    refuse(context, 500, "The request failed; see the log for the cause");
  }

  private static void refuse(Context context, int status, String message) {
    Json.answer(context.status(status), Map.of("error", message));
  }

  int port() {
    return javalin.port();
  }

  /** The address of the page. */
  String url() {
    boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
    String name = everywhere ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
    return "http://%s:%d".formatted(name, port());
  }

  @Override
  public void close() {
    Closeables.closeAll(parts);
    javalin.stop();
  }
}
