package io.contrastream.sink;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * A standalone worker of Kafka Connect, of the version of our client, as a child process. Maven
 * fetches its libraries, which are not on our class path.
 */
final class ConnectWorker implements AutoCloseable {
  private static final Path LIBRARIES = Path.of("target/connect");

  private final Process process;
  private final Path log;

  private ConnectWorker(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a worker; skips the test if Maven can't fetch its libraries.
   *
   * @param folder for its settings, offsets and log
   */
  static ConnectWorker start(Path folder, Map<String, String> worker, Map<String, String> connector)
      throws IOException, InterruptedException {
    install();
    Path log = folder.resolve("connect.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                LIBRARIES.toAbsolutePath().resolve("*").toString(),
                "org.apache.kafka.connect.cli.ConnectStandalone",
                write(folder.resolve("worker.properties"), worker),
                write(folder.resolve("connector.properties"), connector))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new ConnectWorker(process, log);
  }

  private static void install() throws IOException, InterruptedException {
    String version = AppInfoParser.getVersion();
    Path done = LIBRARIES.resolve("installed");
    if (Files.exists(done) && Files.readString(done).equals(version)) {
      return;
    }
    Files.createDirectories(LIBRARIES);
    Path log = LIBRARIES.resolve("maven.log");
    assumeTrue(copyLibraries(version, log), () -> "The libraries of Connect are missing: " + log);
    Files.writeString(done, version);
  }

  private static boolean copyLibraries(String version, Path log) throws InterruptedException {
    try {
      Process maven =
          new ProcessBuilder(
                  List.of(
                      "mvn",
                      "-B",
                      "-q",
                      "-f",
                      "src/test/resources/connect/pom.xml",
                      "-Dkafka.version=" + version,
                      "-DoutputDirectory=" + LIBRARIES.toAbsolutePath(),
                      "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      boolean ended = maven.waitFor(2, TimeUnit.MINUTES);
      maven.destroyForcibly();
      return ended && maven.exitValue() == 0;
    } catch (IOException e) {
      return abort("Maven is missing: " + e.getMessage());
    }
  }

  private static String write(Path file, Map<String, String> settings) throws IOException {
    Properties properties = new Properties();
    properties.putAll(settings);
    try (Writer out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    return file.toString();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String log() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
