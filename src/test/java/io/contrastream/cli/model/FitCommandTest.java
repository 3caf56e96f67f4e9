package io.contrastream.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.cli.Fixtures;
import io.contrastream.cli.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FitCommandTest {
  @TempDir Path folder;

  @Test
  void shouldPrintARowAndSaveACheckpointPerEpoch() throws Exception {
    // when
    Run run = fit("--epochs", "2", "--batch", "8", "--validation", "12");

    // then
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(3);
    assertThat(folder.resolve("out/model_epoch_1.safetensors")).exists();
    assertThat(run.out().lines().toList().get(2)).endsWith("model_epoch_2.safetensors");
  }

  @Test
  void shouldReportEverySettingOutOfRange() throws Exception {
    // when
    Run run = fit("--epochs", "0", "--gamma", "2");

    // then
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("epochs is 0").contains("gamma is 2.0");
  }

  @Test
  void shouldReportThatTheFolderIsAFileBeforeTraining() throws Exception {
    // given
    Path file = Files.writeString(folder.resolve("out"), "");

    // when
    Run run = fit("--epochs", "1000000", "--batch", "8", "--validation", "12");

    // then
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(file + ": a file of this name exists, but a folder is needed");
  }

  private Run fit(String... options) throws Exception {
    String[] first = {
      "fit", "--source", Fixtures.source(folder, 28), "--out", folder.resolve("out").toString()
    };
    return Run.of(
        java.util.stream.Stream.of(first, options)
            .flatMap(java.util.Arrays::stream)
            .toArray(String[]::new));
  }
}
