package io.contrastream.http;

import io.contrastream.lifecycle.StartupException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server of JSON, with errors in JSON, that a slow client can't block. Any thread may call. */
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final int THREADS = 32;

  /**
   * Where to listen.
   *
   * @param section of the settings that name host and port, and name of the server
   * @param port 0 for any free one
   */
  public record Address(String section, String host, int port) {}

  private final Javalin javalin;
  private final String host;

  private HttpServer(Javalin javalin, String host) {
    this.javalin = javalin;
    this.host = host;
  }

  /**
   * Starts a server, which listens when this returns.
   *
   * @param maxBodyBytes of a request
   * @param setup adds its routes
   * @throws StartupException if the port is in use, then with a {@link JavalinBindException} as its
   *     cause, or if the host is no address of this machine
   */
  public static HttpServer start(
      Address address, long maxBodyBytes, Consumer<JavalinConfig> setup) {
    Javalin javalin =
        Javalin.create(
            config -> {
              configure(config, address, maxBodyBytes);
              setup.accept(config);
            });
    try {
      javalin.start(address.host(), address.port());
    } catch (JavalinException e) {
      javalin.stop();
      requireUsable(address);
      throw e instanceof JavalinBindException
          ? new StartupException(
              ("The %1$s can't listen on port %2$d of %3$s; stop what listens there, or choose"
                      + " another port with --set %1$s.port=PORT")
                  .formatted(address.section(), address.port(), address.host()),
              e)
          : e;
    }
    return new HttpServer(javalin, address.host());
  }

  /** Tries to listen on any port of the host. */
  private static void requireUsable(Address address) {
    try {
      new ServerSocket(0, 1, InetAddress.getByName(address.host())).close();
    } catch (IOException e) {
      boolean unknown = e instanceof UnknownHostException;
      throw new StartupException(
          ("%s.host is %s, which %s; set it to 127.0.0.1, to an address of this machine, or to"
                  + " 0.0.0.0 for all of them")
              .formatted(
                  address.section(),
                  address.host(),
                  unknown ? "does not resolve to an address" : "is not an address of this machine"),
          e);
    }
  }

  private static void configure(JavalinConfig config, Address address, long maxBodyBytes) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = maxBodyBytes;
    config.http.prefer405over404 = true;
    config.jetty.modifyServer(
        server ->
            server.setHandler(
                new BufferedRequestHandler(maxBodyBytes, new PageThreads(address.section()))));
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
    threads.setName(address.section());
    config.jetty.threadPool = threads;
    config.routes.before(new HostCheck(address.host())::check);
    config.routes.exception(
        HttpResponseException.class,
        (e, context) -> refuse(context, e.getStatus(), e.getMessage()));
    config.routes.exception(EofException.class, (e, context) -> {}); // the client has disconnected
    config.routes.exception(Exception.class, HttpServer::fail);
  }

  private static void fail(Exception e, Context context) {
    LOG.warn("{} {} failed", context.method(), context.path(), e);
    refuse(context, 500, "The request failed; see the log for the cause");
  }

  /** Answers with an error. */
  public static void refuse(Context context, int status, String message) {
    Json.answer(context.status(status), Map.of("error", message));
  }

  public int port() {
    return javalin.port();
  }

  public String url() {
    boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
    String name = everywhere ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
    return "http://%s:%d".formatted(name, port());
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
