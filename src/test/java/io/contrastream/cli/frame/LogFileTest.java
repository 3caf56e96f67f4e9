package io.contrastream.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.cli.Main;
import java.io.BufferedReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogFileTest {
  private static final String MAIN = Main.class.getName();

  /** Logs as libraries do that use the JDK's logging, such as PostgreSQL's driver. */
  static final class Library {
    private Library() {}

    public static void main(String[] arguments) {
      LogFile.locate();
      LogFile.start(false, false);
      Logger.getLogger("a.library").warning("a warning of the library");
    }
  }

  @Test
  void shouldKeepLibrariesLogsOffStandardError(@TempDir Path folder) throws Exception {
    // given
    Path err = folder.resolve("err");
    ProcessBuilder program = program(folder);
    program.command().replaceAll(each -> each.equals(MAIN) ? Library.class.getName() : each);

    // when
    Process process = program.redirectError(err.toFile()).redirectOutput(Redirect.DISCARD).start();

    // then
    assertThat(process.waitFor()).isZero();
    assertThat(err).isEmptyFile();
    assertThat(folder.resolve("contrastream.log")).content().contains("a warning of the library");
  }

  /** Nothing listens on port 1. */
  @ParameterizedTest
  @CsvSource({
    "topics describe, 'Waiting for Kafka at 127.0.0.1:1, for up to 30 s…'",
    "topics create, 'Waiting for the schema registry at http://127.0.0.1:1 (Connection refused), "
        + "for up to 60 s…'"
  })
  void shouldPrintWhatItWaitsFor(String command, String expected, @TempDir Path folder)
      throws Exception {
    // given
    List<String> line = new ArrayList<>(List.of(command.split(" ")));
    line.add("--set=kafka.bootstrap.servers=127.0.0.1:1");
    line.add("--set=registry.schema.registry.url=http://127.0.0.1:1");

    // when
    Process process = program(folder, line.toArray(String[]::new)).start();

    // then
    try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
      assertThat(err.readLine()).isEqualTo(expected);
    } finally {
      process.destroyForcibly();
    }
  }

  /** As with a user id that the system doesn't know. */
  @Test
  void shouldLogToTheHomeThatTheVariableNames(@TempDir Path folder) throws Exception {
    // given an installation that can't be written
    ProcessBuilder program = program(folder.resolve("none"), "completion");
    program.command().removeIf(option -> option.startsWith("-Dcontrastream."));
    program.command().addAll(1, List.of("-Duser.home=?", "-Dcontrastream.home=/nonexistent"));
    program.environment().put("HOME", folder.toString());
    Path err = folder.resolve("err");

    // when
    Process process = program.redirectError(err.toFile()).redirectOutput(Redirect.DISCARD).start();

    // then
    assertThat(process.waitFor()).isZero();
    assertThat(err).isEmptyFile();
    assertThat(folder.resolve(".contrastream/logs/contrastream.log")).exists();
  }

  @Test
  void shouldSayWhereItKeepsFilesOfAUserWithoutAHome(@TempDir Path folder) throws Exception {
    // given
    ProcessBuilder program = program(folder, "completion");
    program.command().addAll(1, List.of("-Duser.home=?", "-Djava.io.tmpdir=" + folder));
    program.environment().remove("HOME");
    Path err = folder.resolve("err");

    // when
    Process process = program.redirectError(err.toFile()).redirectOutput(Redirect.DISCARD).start();

    // then
    assertThat(process.waitFor()).isZero();
    assertThat(Files.readAllLines(err))
        .singleElement()
        .asString()
        .startsWith("contrastream: This user has no home folder")
        .contains(folder.toString(), "set HOME");
  }

  private static ProcessBuilder program(Path logs, String... arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dcontrastream.home=" + Path.of("").toAbsolutePath(),
                "-Dcontrastream.logs=" + logs,
                "-Dlogback.configurationFile=" + Path.of("target/classes/logback.xml").toUri(),
                "-cp",
                System.getProperty("java.class.path"),
                MAIN));
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line);
  }
}
