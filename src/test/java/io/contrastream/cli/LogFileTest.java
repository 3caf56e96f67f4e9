package io.contrastream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

  /** The index of neighbours is what logs through the JDK. */
  @Test
  void shouldKeepWhatLibrariesLogOffStandardError(@TempDir Path folder) throws Exception {
    // given
    Path err = folder.resolve("err");
    ProcessBuilder program =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dcontrastream.home=" + Path.of("").toAbsolutePath(),
            "-Dcontrastream.logs=" + folder,
            "-Dlogback.configurationFile=" + Path.of("target/classes/logback.xml").toUri(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "bench",
            "neighbours",
            "--vectors=100",
            "--queries=1",
            "--random");

    // when
    Process process = program.redirectError(err.toFile()).redirectOutput(Redirect.DISCARD).start();

    // then
    assertThat(process.waitFor()).isZero();
    assertThat(Files.readAllLines(err))
        .isNotEmpty()
        .allMatch(line -> line.matches("(Searching|Filling) .*…"));
  }
}
