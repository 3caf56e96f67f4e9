package io.contrastream.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.cli.Main;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A demo as a process of its own, with the log of the program instead of that of the tests. */
class QuietDemoTest {
  @TempDir Path folder;

  @Test
  void shouldLogNoWarningAndLeaveNothingBehind() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path output = folder.resolve("out");
    File errors = folder.resolve("err").toFile();

    int exitCode =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dai.djl.offline=true",
                "-DOPT_OUT_TRACKING=true",
                "-Djava.io.tmpdir=" + temporary,
                "-Dcontrastream.logs=" + folder,
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "demo",
                "--headless",
                "--images=2000",
                "--set=dashboard.port=0")
            .redirectOutput(output.toFile())
            .redirectError(errors)
            .start()
            .waitFor();

    assertThat(errors).isEmpty();
    assertThat(exitCode).isZero();
    assertThat(Files.readString(output, UTF_8))
        .contains("\"images\":2000,\"captions\":1000,\"sounds\":1000,\"embeddings\":4000");
    List<String> log = Files.readAllLines(folder.resolve("contrastream.log"), UTF_8);
    assertThat(log).anyMatch(line -> line.contains(" INFO "));
    assertThat(log).noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR "));
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).isEmpty();
    }
  }
}
