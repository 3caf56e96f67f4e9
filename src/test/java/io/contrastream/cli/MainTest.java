package io.contrastream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.ExitCode;
import io.contrastream.source.SourceException;
import io.contrastream.topic.BrokerUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class MainTest {

  @Test
  void shouldPrintHelpWithoutACommand() {
    // when
    Run run = Run.of();

    // then
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("Usage: contrastream");
  }

  /** Of the commands that the arguments don't name, only an outline is built. */
  @Test
  void shouldListAllCommandsInTheHelp() {
    assertThat(Run.of("--help").out()).isEqualTo(Main.commandLine().getUsageMessage());
  }

  @Test
  void shouldSuggestTheCommandThatWasMeant() {
    // when
    Run run = Run.of("monitr", "--interval", "1s", "demo");

    // then
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("Did you mean: contrastream monitor");
  }

  @Test
  void shouldFindACommandThatAFileNames(@TempDir Path folder) throws Exception {
    // given
    Path file = Files.writeString(folder.resolve("arguments"), "consume loss --max=0");

    // when
    Run run = Run.of("@" + file);

    // then
    assertThat(run.err()).contains("--max must be at least 1, not 0");
  }

  @Test
  void shouldListValidValuesInLowerCase() {
    // when
    Run run = Run.of("consume", "labels");

    // then
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .contains(
            "'labels' is not one of images, captions, sounds, embeddings, scores, loss,"
                + " labelled-pairs, training, dead-letters");
  }

  @Test
  void shouldDrawAPreviewAsPngOnly() {
    // when
    Run run = Run.of("produce", "--source", "drawn:10", "--preview", "digits.jpg");

    // then
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--preview must end in .png, unlike digits.jpg");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--pair image:text | two of image, caption and sound, such as image:caption, not"
            + " image:text",
        "--pair sound:sound | two different modalities, or image:image, not sound:sound",
        "--pair image:caption --singles | are for images, not for --pair image:caption",
        "--examples worded | --examples needs --pair",
      })
  void shouldRefusePairsThatCannotBeProduced(String options, String fault) {
    // when
    Run run = Run.of(("produce --source drawn:10 " + options).split(" "));

    // then
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(fault);
  }

  @Test
  void shouldAcceptValuesInAnyCase() {
    // when
    Run run = Run.of("consume", "Labelled-Pairs", "--from=BEGINNING", "--max=0");

    // then
    assertThat(run.err()).contains("--max must be at least 1, not 0");
  }

  @Test
  void shouldRefuseAnUnknownOption() {
    // when
    Run run = Run.of("--sett", "batch.size=1");

    // then
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("'--sett'").contains("contrastream --help");
  }

  @Test
  void shouldReportInvalidSettingsWithoutAStackTrace() {
    // when
    Run run = Run.of(withProbe(context -> context.settings()), "probe", "--set", "batch.size=0");

    // then
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("batch.size = 0 (--set): must be a whole number from 1 to 4096")
        .doesNotContain("\tat ");
  }

  @Test
  void shouldAcceptGlobalOptionsBeforeTheCommand() {
    // when
    Run run =
        Run.of(
            withProbe(context -> context.settings().batch().size()),
            "--set",
            "batch.size=7",
            "probe");

    // then
    assertThat(run.out()).isEqualToIgnoringNewLines("7");
  }

  @Test
  void shouldReadTheGivenSettingsFile(@TempDir Path folder) throws Exception {
    // given
    Path file = Files.writeString(folder.resolve("own.yaml"), "batch.size: 9");

    // when
    Run run =
        Run.of(
            withProbe(context -> context.settings().batch().size()),
            "probe",
            "--config",
            file.toString());

    // then
    assertThat(run.out()).isEqualToIgnoringNewLines("9");
  }

  @Test
  void shouldPrintTheMessageOfOurOwnException() {
    // given
    CommandLine failing =
        withProbe(
            context -> {
              throw new CompletionException(new SourceException("No digits here."));
            });

    // when
    Run run = Run.of(failing, "probe");

    // then
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEqualToIgnoringNewLines("contrastream: No digits here.");
  }

  @Test
  void shouldPointToTheDoctorIfNoBrokerAnswers() {
    // given
    CommandLine failing =
        withProbe(
            context -> {
              throw new CompletionException(new BrokerUnavailableException("No broker."));
            });

    // when
    Run run = Run.of(failing, "probe");

    // then
    assertThat(run.err().lines())
        .containsExactly("contrastream: No broker.", "For a full check, run: contrastream doctor");
  }

  @Test
  void shouldPointToTheLogAfterAnUnexpectedException() {
    // given
    CommandLine failing =
        withProbe(
            context -> {
              throw new IllegalStateException("odd");
            });

    // when
    Run run = Run.of(failing, "probe");

    // then
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("IllegalStateException: odd").contains("contrastream.log");
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void shouldNameTheMissingFile() {
    // given
    CommandLine failing = withProbe(context -> Files.readString(Path.of("none.txt")));

    // when
    Run run = Run.of(failing, "probe");

    // then
    assertThat(run.err())
        .isEqualToIgnoringNewLines("contrastream: none.txt: no such file or folder");
  }

  @Test
  void shouldEndQuietlyWhenInterrupted() {
    // given
    CommandLine interrupted =
        withProbe(
            context -> {
              throw new InterruptedException();
            });

    // when
    Run run = Run.of(interrupted, "probe");

    // then
    assertThat(run).isEqualTo(new Run(130, "", ""));
  }

  /** Returns the program with an extra command that prints the result of the work. */
  private static CommandLine withProbe(Work work) {
    return Main.commandLine().addSubcommand(new Probe(work));
  }

  private interface Work {
    Object with(CommandContext context) throws Exception;
  }

  @Command(name = "probe")
  private static final class Probe implements Callable<Integer> {
    @Mixin private CommandContext context;
    private final Work work;

    Probe(Work work) {
      this.work = work;
    }

    @Override
    public Integer call() throws Exception {
      context.out().println(work.with(context));
      return 0;
    }
  }
}
