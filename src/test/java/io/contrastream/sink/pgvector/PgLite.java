package io.contrastream.sink.pgvector;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.contrastream.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** PostgreSQL with pgvector as a child process of Node, installed with npm below target. */
final class PgLite implements AutoCloseable {
  private static final Path FOLDER = Path.of("target/pglite");
  private static final String VERSIONS = "0.5.14 0.0.15 0.2.17";
  private static final List<String> INSTALL =
      List.of(
          "npm",
          "install",
          "--no-audit",
          "--no-fund",
          "@electric-sql/pglite@0.5.14",
          "@electric-sql/pglite-pgvector@0.0.15",
          "@electric-sql/pglite-socket@0.2.17");

  private final Process server;
  private final int port;

  private PgLite(Process server, int port) {
    this.server = server;
    this.port = port;
  }

  /** Starts a database; skips the test if Node or npm or its packages are not available. */
  static PgLite start() throws IOException, InterruptedException {
    install();
    Path log = FOLDER.resolve("server.log");
    Files.copy(
        Path.of("src/test/resources/pglite/server.mjs"),
        FOLDER.resolve("server.mjs"),
        StandardCopyOption.REPLACE_EXISTING);
    Process server =
        new ProcessBuilder("node", "server.mjs")
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    String line =
        Await.first(
            "the port of PGlite",
            () -> Files.readString(log),
            text -> text.matches("(?s)port \\d+\\n.*") || !server.isAlive());
    assumeTrue(server.isAlive(), () -> "PGlite does not start: " + line);
    return new PgLite(
        server, Integer.parseInt(line.lines().findFirst().orElseThrow().substring(5)));
  }

  private static void install() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    Path done = FOLDER.resolve("installed");
    if (Files.exists(done) && Files.readString(done).equals(VERSIONS)) {
      return;
    }
    Files.writeString(FOLDER.resolve("package.json"), "{\"private\":true}");
    Path log = FOLDER.resolve("npm.log");
    assumeTrue(run(log), () -> "PGlite can't be installed: " + log);
    Files.writeString(done, VERSIONS);
  }

  private static boolean run(Path log) throws InterruptedException {
    try {
      Process npm =
          new ProcessBuilder(INSTALL)
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      boolean ended = npm.waitFor(1, TimeUnit.MINUTES);
      npm.destroyForcibly();
      return ended && npm.exitValue() == 0;
    } catch (IOException e) {
      return abort("Node and npm are missing: " + e.getMessage());
    }
  }

  /** Returns the address. All connections share one session, and so the names of statements. */
  String url() {
    return "jdbc:postgresql://127.0.0.1:%d/postgres?sslmode=disable&prepareThreshold=0"
        .formatted(port);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), "postgres", "postgres");
  }

  @Override
  public void close() {
    server.destroyForcibly().onExit().join();
  }
}
