package io.contrastream.dashboard;

import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.config.DashboardSettings;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Embedder;
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
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server of a process. Any thread may call. */
public final class DashboardServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DashboardServer.class);
  private static final int THREADS = 32;
  private static final long MOST_BYTES = 1 << 16;

  private static final String POLICY =
      "default-src 'self'; img-src 'self' data:; worker-src 'self'; object-src 'none';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Javalin javalin;
  private final String host;
  private LiveFeed feed;
  private EmbeddingClient images;

  private DashboardServer(Javalin javalin, String host) {
    this.javalin = javalin;
    this.host = host;
  }

  /**
   * Serves the page and all that belongs to it. A second instance on the machine finds the port in
   * use, and must do its work all the same: it takes any that is free.
   *
   * <p>It listens when this returns; the topics are read on a thread of its own, which waits for
   * Kafka where that doesn't answer.
   *
   * @param desk stays the caller's, to close after this
   * @param embedders lend what this process embeds with; empty where it embeds nothing
   */
  public static DashboardServer start(
      Settings settings,
      Topics topics,
      Meters meters,
      Health health,
      CheckpointDesk desk,
      Supplier<Optional<Embedder>> embedders) {
    Neighbours neighbours = new Neighbours(settings.dashboard().neighbours());
    LiveFeed feed =
        new LiveFeed(settings, topics, meters::figures, desk, neighbours::add, embedders);
    BearerToken token = new BearerToken(settings.dashboard().token());
    LiveRoutes live = new LiveRoutes(feed, desk, token, settings.drift().threshold());
    EmbeddingClient images = new EmbeddingClient(settings, topics, EmbeddingClient.PATIENCE);
    NeighbourRoutes near = new NeighbourRoutes(feed, images, neighbours);
    Consumer<RoutesConfig> routes =
        config -> {
          live.addTo(config);
          near.addTo(config);
        };
    try {
      DashboardServer server = listenAnyway(settings.dashboard(), meters, health, routes);
      server.feed = feed;
      server.images = images;
      feed.start();
      Warmup.to(server.url());
      return server;
    } catch (RuntimeException e) {
      feed.close();
      images.close();
      throw e;
    }
  }

  private static DashboardServer listenAnyway(
      DashboardSettings where, Meters meters, Health health, Consumer<RoutesConfig> routes) {
    try {
      return listen(where, meters, health, routes);
    } catch (PortInUseException e) {
      LOG.warn("{}; any free one is taken for now", e.getMessage());
      return listen(where.withAnyPort(), meters, health, routes);
    }
  }

  /**
   * Listens, with what monitoring asks and with more routes.
   *
   * @throws PortInUseException where another listens there
   * @throws UnusableHostException where the host is none of this machine
   */
  static DashboardServer listen(
      DashboardSettings settings, Meters meters, Health health, Consumer<RoutesConfig> more) {
    Javalin javalin =
        Javalin.create(
            config -> {
              configure(config, settings);
              new MonitoringRoutes(meters, health).addTo(config.routes);
              more.accept(config.routes);
            });
    try {
      javalin.start(settings.host(), settings.port());
    } catch (JavalinException e) {
      javalin.stop();
      UnusableHostException.throwIf(settings.host());
      throw e instanceof JavalinBindException
          ? new PortInUseException(settings.host(), settings.port(), e)
          : e;
    }
    return new DashboardServer(javalin, settings.host());
  }

  private static void configure(JavalinConfig config, DashboardSettings settings) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = MOST_BYTES;
    config.http.prefer405over404 = true;
    config.jetty.modifyServer(server -> server.setHandler(new BufferedRequestHandler(MOST_BYTES)));
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
    threads.setName("dashboard");
    config.jetty.threadPool = threads;
    HostCheck hosts = new HostCheck(settings.host());
    config.routes.before(hosts::check);
    config.routes.before(context -> context.header("Content-Security-Policy", POLICY));
    config.staticFiles.add("/dashboard", Location.CLASSPATH);
    config.staticFiles.enableWebjars();
    config.routes.exception(HttpResponseException.class, (e, context) -> refuse(context, e));
    config.routes.exception(
        CheckpointException.class, (e, context) -> answer(context, 409, e.getMessage()));
    config.routes.exception(EofException.class, (e, context) -> {}); // who asked has gone
    config.routes.exception(Exception.class, DashboardServer::fail);
  }

  private static void refuse(Context context, HttpResponseException e) {
    answer(context, e.getStatus(), e.getMessage());
  }

  private static void fail(Exception e, Context context) {
    LOG.warn("{} {} failed", context.method(), context.path(), e);
    answer(context, 500, "That failed; the log says why");
  }

  private static void answer(Context context, int status, String message) {
    context.status(status).contentType("application/json");
    context.result(Json.text(Map.of("error", message)));
  }

  public int port() {
    return javalin.port();
  }

  /** Where people find the page. */
  public String url() {
    boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
    String name = everywhere ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
    return "http://%s:%d".formatted(name, port());
  }

  @Override
  public void close() {
    try {
      if (feed != null) {
        images.close();
        feed.close();
      }
    } finally {
      javalin.stop();
    }
  }
}
