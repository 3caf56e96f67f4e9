package io.contrastream.cluster;

import io.contrastream.lifecycle.StartupException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The bundled schema registry, Apicurio, as a child process. Listens on 127.0.0.1 only and offers
 * Confluent's API. Schemas and their ids are persistent, even if the process is killed; the process
 * ends with this one. One thread calls.
 */
public final class RegistryProcess implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
  private static final long POLL_INTERVAL_MS = 100;
  private static final int TAIL_LINES = 15;

  private final Process process;
  private final Path log;
  private final String url;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * Registers no shutdown hook: hooks run concurrently, and parts that shut down in theirs may
   * still need the registry. {@link DieWithParent} ends the process in any case.
   */
  private RegistryProcess(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.url = "http://" + Ports.HOST + ":" + port + "/apis/ccompat/v7";
  }

  /**
   * Starts the process and returns immediately; {@link #awaitReady} waits until it serves.
   *
   * @param folder for its data and its log, {@code registry.log}; created if missing
   * @param port 0 for any free port
   * @throws StartupException if the port is in use or the registry's program is missing
   */
  public static RegistryProcess launch(Path folder, int port) {
    int free = Ports.free(port, "the schema registry");
    Path log = folder.resolve("registry.log");
    try {
      Files.createDirectories(folder);
      return new RegistryProcess(RegistryCommand.of(folder, free, log).start(), log, free);
    } catch (IOException e) {
      throw new StartupException("Can't start the schema registry in " + folder + ": " + e, e);
    }
  }

  /** Whether a folder contains a registry's database. */
  static boolean hasData(Path folder) {
    return Files.exists(folder.resolve(RegistryCommand.DATABASE + ".mv.db"));
  }

  /** The address of Confluent's API, for {@code schema.registry.url}. */
  public String url() {
    return url;
  }

  /**
   * Waits until schemas can be registered, and makes the registry refuse schemas that can't read
   * earlier records.
   *
   * @throws StartupException if the process ends or takes too long; quotes the end of its log
   */
  public void awaitReady() {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (!answers()) {
      if (!process.isAlive()) {
        throw failed("ended with status " + process.exitValue());
      }
      if (System.nanoTime() > deadline) {
        close();
        throw failed("did not answer within " + START_TIMEOUT.toSeconds() + " s");
      }
      pause();
    }
    requireBackwardCompatibility("");
  }

  /**
   * Sets the global compatibility level on single subjects too, because some clients do not
   * register schemas for a subject without a level of its own.
   */
  public void protect(Collection<String> subjects) {
    subjects.forEach(subject -> requireBackwardCompatibility("/" + subject));
  }

  private boolean answers() {
    try {
      return send(request("/subjects").GET()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private void requireBackwardCompatibility(String subjectPath) {
    try {
      HttpResponse<String> answer =
          send(
              request("/config" + subjectPath)
                  .header("Content-Type", "application/json")
                  .PUT(BodyPublishers.ofString("{\"compatibility\":\"BACKWARD\"}")));
      if (answer.statusCode() != 200) {
        throw failed("refused to set the compatibility level, status " + answer.statusCode());
      }
    } catch (IOException e) {
      throw failed("stopped answering: " + e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(10));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_INTERVAL_MS);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static StartupException interrupted() {
    Thread.currentThread().interrupt();
    return new StartupException("Interrupted while the schema registry was starting");
  }

  private StartupException failed(String how) {
    return new StartupException(
        "The schema registry " + how + ". The end of its log, " + log + ":\n" + tail());
  }

  private String tail() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "(can't read it: " + e.getMessage() + ")";
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** Ends the process, by force after {@link #STOP_TIMEOUT}. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
