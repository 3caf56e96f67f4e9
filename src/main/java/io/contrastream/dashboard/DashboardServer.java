package io.contrastream.dashboard;

import io.contrastream.config.DashboardSettings;
import io.contrastream.telemetry.Health;
import io.contrastream.telemetry.Meters;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server of a process. Any thread may call. */
public final class DashboardServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DashboardServer.class);
  private static final int THREADS = 32;
  private static final long MOST_BYTES = 1 << 16;

  private final Javalin javalin;
  private final String host;

  private DashboardServer(Javalin javalin, String host) {
    this.javalin = javalin;
    this.host = host;
  }

  /**
   * Listens, with what monitoring asks and with more routes.
   *
   * @throws PortInUseException where another listens there
   */
  public static DashboardServer start(
      DashboardSettings settings, Meters meters, Health health, Consumer<RoutesConfig> more) {
    Javalin javalin =
        Javalin.create(
            config -> {
              configure(config, settings);
              new Monitoring(meters, health).addTo(config.routes);
              more.accept(config.routes);
            });
    try {
      javalin.start(settings.host(), settings.port());
    } catch (JavalinBindException e) {
      javalin.stop();
      throw new PortInUseException(settings.host(), settings.port(), e);
    }
    return new DashboardServer(javalin, settings.host());
  }

  private static void configure(JavalinConfig config, DashboardSettings settings) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = MOST_BYTES;
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
    threads.setName("dashboard");
    config.jetty.threadPool = threads;
    HostCheck hosts = new HostCheck(settings.host());
    config.routes.before(hosts::check);
    config.routes.exception(HttpResponseException.class, (e, context) -> refuse(context, e));
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
    return "http://%s:%d".formatted(everywhere ? "127.0.0.1" : host, port());
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
