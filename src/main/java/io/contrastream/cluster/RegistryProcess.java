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
 * The schema registry that comes along, Apicurio, as a child process. It listens on 127.0.0.1 only
 * and speaks the API of Confluent's. Schemas and their ids outlive it, also where it is killed; it
 * doesn't outlive this process. One thread calls.
 */
public final class RegistryProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final long PAUSE_MS = 100;
  private static final int TAIL_LINES = 15;

  private final Process process;
  private final Path log;
  private final String url;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * No shutdown hook ends the process: hooks run at once, and those that stop in good order may
   * still need the registry. It ends with this process in any case, see {@link DieWithParent}.
   */
  private RegistryProcess(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.url = "http://" + Ports.HOST + ":" + port + "/apis/ccompat/v7";
  }

  /**
   * Starts the process and returns at once; {@link #awaitReady} waits until it serves.
   *
   * @param folder for its data and its log, {@code registry.log}; made where missing
   * @param port to listen on, 0 for any that is free
   * @throws StartupException where the port is in use, or the program is not there
   */
  public static RegistryProcess launch(Path folder, int port) {
    int free = Ports.free(port, "the schema registry");
    Path log = folder.resolve("registry.log");
    try {
      Files.createDirectories(folder);
      return new RegistryProcess(RegistryCommand.of(folder, free, log).start(), log, free);
    } catch (IOException e) {
      throw new StartupException("The schema registry can't start in " + folder + ": " + e, e);
    }
  }

  /** Whether a registry has lived in a folder. */
  static boolean hasData(Path folder) {
    return Files.exists(folder.resolve(RegistryCommand.DATABASE + ".mv.db"));
  }

  /** Confluent's API, for {@code schema.registry.url}. */
  public String url() {
    return url;
  }

  /**
   * Returns once schemas can be registered, and makes the registry refuse those that can't read
   * what was written before.
   *
   * @throws StartupException where it ends instead, or takes too long; holds the end of its log
   */
  public void awaitReady() {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!answers()) {
      if (!process.isAlive()) {
        throw failed("ended with status " + process.exitValue());
      }
      if (System.nanoTime() > deadline) {
        close();
        throw failed("did not answer within " + START_LIMIT.toSeconds() + " s");
      }
      pause();
    }
    requireBackwardCompatibility("");
  }

  /**
   * Says of single subjects what holds for all anyway: some clients ask for the subject's own level
   * and refuse to register where it has none.
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
        throw failed("refused to check compatibility, status " + answer.statusCode());
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
      Thread.sleep(PAUSE_MS);
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
      return "(can't be read: " + e.getMessage() + ")";
    }
  }

  /** For tests that take the registry away. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Process id, for those who watch it. */
  public long pid() {
    return process.pid();
  }

  /** Ends the process, by force where it takes longer than 5 s. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
