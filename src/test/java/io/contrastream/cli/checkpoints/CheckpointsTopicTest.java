package io.contrastream.cli.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.cli.Run;
import io.contrastream.network.InitialWeights;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.testing.TestSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands on the checkpoint topic with a real broker and schema registry. */
class CheckpointsTopicTest {
  private static final String FIRST = InitialWeights.of(1).id();
  private static final String SECOND = InitialWeights.of(2).id();

  @TempDir private static Path folder;
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();
  private static int tests;

  private final TestSettings settings =
      CLUSTER
          .settings("test-" + tests++)
          .with("topics.partitions=1", "model.checkpoints.dir=" + folder);

  @BeforeAll
  static void start() {
    CheckpointFile.save(InitialWeights.of(1), folder.resolve("first.safetensors"));
    CheckpointFile.save(InitialWeights.of(2), folder.resolve("second.safetensors"));
  }

  @Test
  void shouldReportAMissingTopic() {
    Run run = run("list", "--topic");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "Topic " + settings.load().topics().checkpoints() + " does not exist",
            "contrastream topics create");
  }

  @Test
  void shouldPublishAFileAndActivateIt() {
    createTopics();

    Run activate = run("activate", "first", "--reason", "the first\u001b[2J one");
    Run list = run("list", "--topic");
    Run show = run("show", "--topic", FIRST.substring(0, 4));

    assertThat(activate.err()).isEmpty();
    assertThat(activate.out())
        .contains(FIRST + " is active: generation 1", "previously active: none");
    assertThat(list.out()).containsPattern("\\* " + FIRST);
    assertThat(show.out())
        .containsPattern("architecture +contrastive-cnn-1")
        .containsPattern("activated +generation 1 .*: the first \\[2J one")
        .doesNotContain("\u001b");
  }

  @Test
  void shouldFindInTheTopicWhatIsInNoFile(@TempDir Path elsewhere) {
    // given
    createTopics();
    run("activate", "first");
    settings.with("model.checkpoints.dir=" + elsewhere);
    String out = elsewhere.resolve("exported.safetensors").toString();

    // when
    Run show = run("show", FIRST.substring(0, 6));
    Run export = run("export", FIRST, "--out", out);
    Run unknown = run("show", "0000");

    // then
    assertThat(show.out())
        .containsPattern("id +" + FIRST)
        .containsPattern("file +topic " + settings.load().topics().checkpoints());
    assertThat(CheckpointFile.load(Path.of(out)).id()).isEqualTo(FIRST);
    assertThat(export.exitCode()).isZero();
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err())
        .contains("No file in " + elsewhere + " has checkpoint 0000", "it holds " + FIRST);
  }

  @Test
  void shouldActivateById() {
    createTopics();
    run("activate", "first");
    run("activate", "second");

    Run run = run("activate", FIRST);

    assertThat(run.out())
        .contains(FIRST + " is active: generation 3", "previously active: " + SECOND);
  }

  @Test
  void shouldRollBack() {
    createTopics();
    run("activate", "first");
    run("activate", "second");

    Run run = run("rollback");

    assertThat(run.out()).contains(FIRST + " is active: generation 3");
  }

  @Test
  void shouldReportThatThereIsNothingToRollBackTo() {
    createTopics();
    run("activate", "first");

    Run run = run("rollback");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("no checkpoint to roll back to");
  }

  @Test
  void shouldReportThatNoFormerOneHasAllEncoders() {
    createTopics();
    run("activate", "first");
    run("activate", "second");

    Run run = run("rollback", "--set", "modalities=image,caption");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("roll back to that has an encoder of each of the modalities image, caption");
  }

  @Test
  void shouldChangeNothingIfAlreadyActive() {
    createTopics();
    run("activate", "first");

    Run run = run("activate", "first");

    assertThat(run.out()).contains("generation 1");
  }

  @Test
  void shouldCompareTheTopicWithAFile() {
    createTopics();
    run("activate", "first");

    Run run = run("diff", "--topic", FIRST, "second", "--images", "60");

    assertThat(run.out())
        .contains(FIRST + " of space " + FIRST, "and " + SECOND, "must be rebuilt");
  }

  @Test
  void shouldPrintJson() throws Exception {
    createTopics();

    JsonNode active = json(run("activate", "first", "--reason", "the first one", "--json"));
    JsonNode listed = json(run("list", "--topic", "--json"));
    JsonNode shown = json(run("show", "--topic", FIRST, "--json"));

    assertThat(active.path("id").asText()).isEqualTo(FIRST);
    assertThat(active.path("generation").asInt()).isEqualTo(1);
    assertThat(listed.path("id").asText()).isEqualTo(FIRST);
    assertThat(listed.path("active").asBoolean()).isTrue();
    assertThat(shown.path("architecture").asText()).isEqualTo("contrastive-cnn-1");
    assertThat(shown.path("activations").get(0).path("reason").asText()).isEqualTo("the first one");
  }

  /** Parses the only line of the output. */
  private static JsonNode json(Run run) throws Exception {
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(1);
    return new ObjectMapper().readTree(run.out());
  }

  private void createTopics() {
    Run run = Run.of(arguments("topics", "create"));
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private Run run(String... command) {
    List<String> all = new ArrayList<>(List.of("checkpoints"));
    all.addAll(List.of(command));
    return Run.of(arguments(all.toArray(String[]::new)));
  }

  private String[] arguments(String... command) {
    return settings.commandLine(command);
  }
}
