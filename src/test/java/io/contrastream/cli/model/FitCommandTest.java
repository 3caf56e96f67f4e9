package io.contrastream.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.cli.Fixtures;
import io.contrastream.cli.Main;
import io.contrastream.cli.Run;
import io.contrastream.training.Recipe;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "epochs",
        "batch",
        "validation",
        "loss",
        "temperature",
        "learning-rate",
        "schedule",
        "step-size",
        "gamma",
        "weight-decay",
        "average-decay"
      })
  void shouldNameTheDefaultsOfBothRecipes(String option) {
    // given
    String key = option.equals("batch") ? "batch_size" : option.replace('-', '_');
    String lesson = value(Recipe.LESSON, key);
    String strong = value(Recipe.STRONG, key);

    // when
    String help =
        String.join(
            "",
            Main.commandLine()
                .getSubcommands()
                .get("fit")
                .getCommandSpec()
                .findOption("--" + option)
                .description());

    // then
    assertThat(help)
        .endsWith(
            lesson.equals(strong)
                ? "(default: %s).".formatted(lesson)
                : "(default: %s; strong: %s).".formatted(lesson, strong));
  }

  private static String value(Recipe recipe, String key) {
    String value = recipe.settings().describe().get(key);
    return value.matches("[0-9].*")
        ? new BigDecimal(value).stripTrailingZeros().toPlainString()
        : value.toLowerCase(Locale.ROOT);
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
