package io.contrastream.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.config.ForwardPath;
import io.contrastream.config.Settings;
import io.contrastream.doctor.Finding.Result;
import io.contrastream.encoding.Encoder;
import io.contrastream.network.ImageEncoders;
import io.contrastream.network.InitialWeights;
import io.contrastream.processor.swap.CheckpointAdmin;
import io.contrastream.schema.ActivationCause;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.TopicAdmin;
import io.contrastream.topic.TopicPlan;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The doctor against a real broker and a real registry. */
class DoctorTest {
  private static final String NOWHERE = "127.0.0.1:1";

  @TempDir private static Path folder;
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  @BeforeAll
  static void start() {
    CLUSTER.prepare(settings());
  }

  @Test
  void shouldPassAllChecks() {
    // when
    List<Finding> findings = examine(settings());

    // then
    assertThat(findings).allMatch(finding -> finding.result() == Result.OK);
    assertThat(findings)
        .extracting(Finding::check)
        .containsExactly(
            "java",
            "libtorch",
            "checkpoint",
            "disk",
            "disk",
            "compression",
            "broker",
            "registry",
            "topics",
            "internal topics",
            "coordinators",
            "rights",
            "positions",
            "active checkpoint");
    assertThat(one(findings, "broker").seen()).contains("1 node, Kafka 4.");
    assertThat(one(findings, "registry").seen()).contains("Apicurio", "7 of 7 schemas");
    assertThat(one(findings, "rights").seen()).contains("no authorizer");
  }

  @Test
  void shouldReportHowTopicsDiffer() {
    // given
    create(new TopicPlan("images-2", 2, 1, Map.of("cleanup.policy", "compact")));
    create(new TopicPlan("letters-2", 4, 1, Map.of("max.message.bytes", "1000000")));
    create(new TopicPlan("pairs-2", 4, 1, Map.of("retention.ms", "60000")));
    create(new TopicPlan("checkpoints-2", 2, 1, Map.of("cleanup.policy", "compact")));

    // when
    List<Finding> findings =
        topics(
            "topics.images=images-2",
            "topics.dead.letters=letters-2",
            "topics.labelled.pairs=pairs-2",
            "topics.checkpoints=checkpoints-2",
            "topics.scores=scores-none",
            "topics.loss=loss-none");

    // then
    assertThat(findings)
        .extracting(Finding::result, Finding::seen)
        .contains(
            tuple(Result.WARNING, "images-2: partitions: 2, planned: 4"),
            tuple(Result.FAILED, "images-2: cleanup.policy is compact, planned is delete"),
            tuple(Result.FAILED, "letters-2: max.message.bytes is 1000000, planned is 16777216"),
            tuple(Result.WARNING, "pairs-2: retention.ms is 60000, planned is -1"),
            tuple(Result.FAILED, "checkpoints-2: partitions: 2, planned: 1"),
            tuple(Result.WARNING, "scores-none, loss-none: missing"));
    assertThat(findings).noneMatch(finding -> finding.remedy().isEmpty());
  }

  @Test
  void shouldSayThatTheImagesTopicHasOtherPartitionsThanTheStateOfTheProcessors() {
    // given
    create(new TopicPlan("grown-losses-repartition", 2, 1, Map.of()));
    create(new TopicPlan("grown-test-losses-repartition", 3, 1, Map.of()));

    // when
    List<Finding> findings = examine(settings("stream.application.id=grown"));

    // then
    assertThat(one(findings, "internal topics").result()).isEqualTo(Result.FAILED);
    assertThat(one(findings, "internal topics").seen())
        .startsWith("grown-losses-repartition has 2 partitions, but ")
        .endsWith(" has 4: no processor starts");
    assertThat(one(findings, "internal topics").remedy())
        .contains("delete the topics grown-pairs-changelog, grown-losses-repartition, ");
  }

  @Test
  void shouldAcceptALargerMaximumRecordSize() {
    // given
    create(
        new TopicPlan(
            "letters-3",
            4,
            1,
            Map.of("cleanup.policy", "delete", "max.message.bytes", "20000000")));

    // then
    assertThat(topics("topics.dead.letters=letters-3"))
        .extracting(Finding::result)
        .containsExactly(Result.OK);
  }

  @Test
  void shouldSkipTheChecksThatNeedABrokerThatIsDown() {
    // when
    List<Finding> findings = examine(settings("kafka.bootstrap.servers=" + NOWHERE));

    // then
    assertThat(one(findings, "broker").result()).isEqualTo(Result.FAILED);
    assertThat(one(findings, "broker").seen()).contains(NOWHERE);
    assertThat(one(findings, "broker").remedy()).contains("kafka.bootstrap.servers");
    assertThat(one(findings, "registry").result()).isEqualTo(Result.OK);
    assertThat(findings)
        .filteredOn(finding -> finding.result() == Result.SKIPPED)
        .extracting(Finding::check)
        .containsExactly(
            "topics",
            "internal topics",
            "coordinators",
            "rights",
            "positions",
            "active checkpoint");
  }

  @Test
  void shouldTellARegistryFromAnotherServer() {
    // given an address without the path of the API
    String root = CLUSTER.registryUrl().replace("/apis/ccompat/v7", "");

    // when
    List<Finding> findings = examine(settings("registry.schema.registry.url=" + root));

    // then
    assertThat(one(findings, "registry").result()).isEqualTo(Result.FAILED);
    assertThat(one(findings, "registry").seen()).contains(root, "404");
    assertThat(one(findings, "active checkpoint").result()).isEqualTo(Result.SKIPPED);
  }

  @Test
  void shouldFailForMissingSchemasThatMayNotBeRegistered() {
    // given a subject that nobody registered
    create(new TopicPlan("scores-4", 4, 1, Map.of("cleanup.policy", "delete")));

    // when
    List<Finding> findings =
        examine(settings("topics.scores=scores-4", "registry.auto.register.schemas=false"));

    // then
    assertThat(findings)
        .filteredOn(finding -> finding.result() == Result.FAILED)
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.seen()).isEqualTo("subjects without a schema: scores-4-value"));
  }

  @Test
  void shouldRefuseADamagedCheckpoint() throws Exception {
    // given
    Path damaged = Files.writeString(folder.resolve("damaged.safetensors"), "no tensors in here");

    // when
    List<Finding> findings = examine(settings("model.checkpoint=" + damaged));

    // then
    assertThat(one(findings, "checkpoint").result()).isEqualTo(Result.FAILED);
    assertThat(one(findings, "checkpoint").seen()).contains("damaged.safetensors");
    assertThat(one(findings, "broker").result()).isEqualTo(Result.OK);
  }

  @Test
  void shouldTestTheActiveCheckpoint() {
    // given
    Settings settings = settings("topics.checkpoints=checkpoints-5");
    CLUSTER.prepare(settings);
    activate(settings, InitialWeights.of(1), InitialWeights.of(1));

    // when
    Finding finding = one(examine(settings), "active checkpoint");

    // then
    assertThat(finding.result()).isEqualTo(Result.OK);
    assertThat(finding.seen()).contains(InitialWeights.of(1).id(), "generation 1");
  }

  @Test
  void shouldRefuseAnActiveCheckpointThatFailsItsSelfTest() {
    // given weights with the probes of others
    Settings settings = settings("topics.checkpoints=checkpoints-6");
    CLUSTER.prepare(settings);
    activate(settings, InitialWeights.of(1), InitialWeights.of(2));

    // when
    Finding finding = one(examine(settings), "active checkpoint");

    // then
    assertThat(finding.result()).isEqualTo(Result.FAILED);
    assertThat(finding.seen()).contains("fails its self-test");
    assertThat(finding.remedy()).contains("checkpoints activate");
  }

  @Test
  void shouldNotShowSecrets() {
    // when
    List<Finding> findings =
        examine(
            settings(
                "kafka.security.protocol=SASL_PLAINTEXT",
                "kafka.sasl.mechanism=PLAIN",
                "kafka.sasl.jaas.config=PlainLoginModule username=\"me\" password=\"hunter2\"",
                "registry.schema.registry.url="
                    + CLUSTER.registryUrl().replace("//", "//me:hunter2@")));

    // then
    assertThat(one(findings, "broker").result()).isEqualTo(Result.FAILED);
    assertThat(findings.toString()).doesNotContain("hunter2");
  }

  private static void activate(Settings settings, Checkpoint checkpoint, Checkpoint probed) {
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        CheckpointAdmin store =
            new CheckpointAdmin(settings, Topics.of(settings, registry).checkpoints());
        Encoder<byte[]> model = ImageEncoders.load(probed, "test", ForwardPath.FAST, List.of())) {
      store.publish(checkpoint, model);
      store.activate(checkpoint.id(), ActivationCause.MANUAL, "a test", "a test");
    }
  }

  private static void create(TopicPlan plan) {
    try (TopicAdmin admin =
        new TopicAdmin(
            Map.of("bootstrap.servers", CLUSTER.bootstrapServers()), Duration.ofSeconds(20))) {
      admin.createMissing(List.of(plan));
    }
  }

  private static List<Finding> topics(String... overrides) {
    return examine(settings(overrides)).stream()
        .filter(finding -> finding.check().equals("topics"))
        .toList();
  }

  private static Finding one(List<Finding> findings, String check) {
    return findings.stream().filter(each -> each.check().equals(check)).findFirst().orElseThrow();
  }

  private static List<Finding> examine(Settings settings) {
    List<Finding> findings = new ArrayList<>();
    boolean passed = Doctor.of(settings).examine(findings::add);
    assertThat(passed).isEqualTo(findings.stream().noneMatch(it -> it.result() == Result.FAILED));
    return findings;
  }

  private static Settings settings(String... overrides) {
    return CLUSTER
        .settings("doctor")
        .with("stream.state.dir=" + folder.resolve("state"))
        .with(overrides)
        .load();
  }
}
