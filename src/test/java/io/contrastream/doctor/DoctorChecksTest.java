package io.contrastream.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.config.Settings;
import io.contrastream.config.Sources;
import io.contrastream.doctor.Doctor.Step;
import io.contrastream.doctor.Finding.Result;
import io.contrastream.network.ModelException;
import io.contrastream.topic.TopicException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local checks, and how a failure affects the checks that need it. */
class DoctorChecksTest {
  private static final long GIB = 1L << 30;

  @Test
  void shouldContinueAfterAFailureAndSkipTheChecksThatNeedIt() {
    // given
    Check broken =
        new Stub(
            () -> {
              throw new NoClassDefFoundError("no native library");
            });
    Doctor doctor =
        new Doctor(
            new Step("broken", broken),
            new Step("dependent", new Stub(() -> "never seen"), "broken"),
            new Step("other", new Stub(() -> "well"), "fine"));
    List<Finding> findings = new ArrayList<>();

    // when
    boolean passed = doctor.examine(findings::add);

    // then
    assertThat(passed).isFalse();
    assertThat(findings)
        .containsExactly(
            new Finding("broken", Result.FAILED, "no native library", "repair it"),
            new Finding("dependent", Result.SKIPPED, "needs broken, which failed", ""),
            new Finding("other", Result.OK, "well", ""));
  }

  @Test
  void shouldNotAdviseAnotherCheckpointIfTheTopicCantBeRead() {
    Check check = new ActiveCheckpointCheck(Settings.load(Sources.none()), Duration.ofSeconds(1));

    assertThat(check.remedy(new CheckpointException("damaged"))).contains("checkpoints activate");
    assertThat(check.remedy(new ModelException("fails its self-test")))
        .contains("checkpoints activate");
    assertThat(check.remedy(new TopicException("could not be read within 60 s")))
        .contains("broker", "rights")
        .doesNotContain("activate");
    assertThat(check.remedy(new KafkaException("disconnected"))).doesNotContain("activate");
    assertThat(check.remedy(new IllegalStateException("?"))).contains("log");
  }

  @Test
  void shouldPassWithWarningsOnly() {
    Step java = new Step("java", new JavaCheck(17, "17", GIB / 4));

    assertThat(new Doctor(java).examine(finding -> {})).isTrue();
  }

  @Test
  void shouldRefuseAnOldJava() {
    assertThat(new JavaCheck(11, "11.0.2", GIB).run())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.result()).isEqualTo(Result.FAILED);
              assertThat(finding.seen()).contains("11.0.2");
              assertThat(finding.remedy()).contains("Java 17 or newer", "JAVA_HOME");
            });
  }

  @Test
  void shouldWarnOfASmallHeap() {
    assertThat(new JavaCheck(17, "17", GIB / 4).run().get(0).result()).isEqualTo(Result.WARNING);
    assertThat(new JavaCheck(17, "17", GIB).run().get(0).result()).isEqualTo(Result.OK);
  }

  @Test
  void shouldTellTheMemoryAndTheCacheOfLibraries() {
    assertThat(JavaCheck.ofThisMachine().run().get(0).seen())
        .containsPattern("[1-9]\\d* MiB of memory");
    assertThat(new LibTorchCheck("cpu").run().get(0).seen())
        .containsPattern("unpacked in .*pytorch \\([1-9]\\d* MiB\\)");
  }

  @Test
  void shouldFailForAMissingGpu() {
    // given a GPU that no machine has
    List<Finding> findings = new ArrayList<>();

    // when
    new Doctor(new Step("libtorch", new LibTorchCheck("gpu:999"))).examine(findings::add);

    // then
    assertThat(findings)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.result()).isEqualTo(Result.FAILED);
              assertThat(finding.seen()).contains("gpu:999", "libtorch sees");
              assertThat(finding.remedy()).contains("model.device=cpu");
            });
  }

  @Test
  void shouldNameTheFolderThatIsNotWritable(@TempDir Path folder) throws Exception {
    // given a file in the place of a folder
    Path file = Files.createFile(folder.resolve("file"));

    // when
    List<Outcome> outcomes =
        new DiskCheck(file.resolve("state"), folder.resolve("new"), true).run();

    // then
    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.FAILED, Result.OK);
    assertThat(outcomes.get(0).seen())
        .contains("stream.state.dir", file + "/state", "Not a directory")
        .doesNotContain("Exception");
    assertThat(outcomes.get(0).remedy()).contains("set stream.state.dir");
  }

  @Test
  void shouldOnlyWarnIfCheckpointsAreNotSaved(@TempDir Path folder) throws Exception {
    // given a file in the place of the checkpoints folder
    Path checkpoints = Files.createFile(folder.resolve("file")).resolve("checkpoints");

    // then
    assertThat(new DiskCheck(folder, checkpoints, false).run())
        .extracting(Outcome::result)
        .containsExactly(Result.OK, Result.WARNING);
    assertThat(new DiskCheck(folder, checkpoints, true).run())
        .extracting(Outcome::result)
        .containsExactly(Result.OK, Result.FAILED);
  }

  @Test
  void shouldLeaveNothingInTheFolders(@TempDir Path folder) {
    // when
    new DiskCheck(folder.resolve("state"), folder, true).run();

    // then
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldRateTheFreeSpace(@TempDir Path folder) {
    DiskCheck check = new DiskCheck(folder, folder, true);

    assertThat(check.space("x", folder, 2 * GIB, Result.FAILED).result()).isEqualTo(Result.OK);
    assertThat(check.space("x", folder, GIB / 2, Result.FAILED).result()).isEqualTo(Result.WARNING);
    assertThat(check.space("x", folder, GIB / 20, Result.FAILED).result()).isEqualTo(Result.FAILED);
    assertThat(check.space("x", folder, GIB / 20, Result.FAILED).seen()).contains("51 MiB free");
  }

  /** A check with a given outcome. */
  private record Stub(Supplier<String> outcome) implements Check {
    @Override
    public String remedy(Throwable failure) {
      return "repair it";
    }

    @Override
    public List<Outcome> run() {
      return List.of(Outcome.ok(outcome.get()));
    }
  }
}
