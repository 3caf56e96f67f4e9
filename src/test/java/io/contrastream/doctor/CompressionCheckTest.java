package io.contrastream.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.doctor.Finding.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressionCheckTest {

  @Test
  void shouldPassWhereEachCompressionWorks() {
    assertThat(new CompressionCheck().run())
        .singleElement()
        .satisfies(outcome -> assertThat(outcome.result()).isEqualTo(Result.OK));
  }

  /** A folder whose files may not be executed fails in the same place; only root can mount one. */
  @Test
  void shouldNameTheFolderWhereLibrariesCantBeUnpacked(@TempDir Path folder) throws Exception {
    // given
    Path file = Files.createFile(folder.resolve("file"));
    Path out = folder.resolve("out");
    ProcessBuilder program =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + file,
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName());

    // when
    Process process =
        program.redirectOutput(out.toFile()).redirectError(folder.resolve("err").toFile()).start();

    // then
    assertThat(process.waitFor()).isZero();
    List<String> lines = Files.readAllLines(out);
    assertThat(lines)
        .hasSize(2)
        .anyMatch(line -> line.contains("with zstd"))
        .anyMatch(line -> line.contains("with snappy"))
        .allMatch(line -> line.startsWith("failed"))
        .allMatch(line -> line.contains(file.toString()) && line.contains("-Djava.io.tmpdir="));
  }

  /** Prints the outcomes in a JVM with another temporary folder. */
  static final class Program {
    public static void main(String[] arguments) {
      for (Outcome each : new CompressionCheck().run()) {
        System.out.println(each.result() + " " + each.seen() + " " + each.remedy());
      }
    }
  }
}
