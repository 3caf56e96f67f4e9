package io.contrastream.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.contrastream.schema.Modality;
import io.contrastream.testing.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @TempDir Path folder;

  @Test
  void shouldTakeDefaultsFromTheDocumentedFile() {
    // when
    Settings settings = Settings.load(Sources.none());

    // then
    assertThat(settings.kafka().bootstrapServers()).isEqualTo("127.0.0.1:9092");
    assertThat(settings.registry().retry()).isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.topics().labelledPairs()).isEqualTo("labelled-pairs");
    assertThat(settings.topics().checkpoints()).isEqualTo("model-checkpoints");
    assertThat(settings.topics().training()).isEqualTo("training-telemetry");
    assertThat(settings.checkpoints()).isEqualTo(new CheckpointSettings("contrastream", 20, false));
    assertThat(settings.rollback()).isEqualTo(new RollbackSettings(true, 2, 0.01, 3, 100));
    assertThat(settings.model().path()).isEqualTo(ForwardPath.FAST);
    assertThat(settings.model().checkpointsDir()).isEqualTo(Home.folder().resolve("checkpoints"));
    assertThat(settings.batch())
        .isEqualTo(
            new BatchSettings(
                128,
                Duration.ofMillis(20),
                4 << 20,
                128,
                Duration.ofMillis(20),
                1 << 20,
                64,
                Duration.ofMillis(20),
                8 << 20));
    assertThat(settings.modalities()).containsExactly(Modality.IMAGE);
    assertThat(settings.stream().threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(settings.stream().stateDir())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".contrastream", "state"));
  }

  @Test
  void shouldLetTheFileOverrideTheDefaultsAlone() throws IOException {
    // given
    Path file =
        yaml("batch:\n  size: 64\npairs.window: 5m\nkafka:\n  bootstrap.servers: [a:1, b:2]");

    // when
    Settings settings = Settings.load(new Sources(Optional.of(file), Map.of(), List.of()));

    // then
    assertThat(settings.batch().size()).isEqualTo(64);
    assertThat(settings.batch().delay()).isEqualTo(Duration.ofMillis(20));
    assertThat(settings.pairs().window()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.kafka().bootstrapServers()).isEqualTo("a:1,b:2");
  }

  @Test
  void shouldPreferTheEnvironmentToTheFile() throws IOException {
    // given
    Path file = yaml("batch.size: 64");
    Map<String, String> environment = Map.of("CONTRASTREAM_BATCH_SIZE", "32");

    // when
    Settings settings = Settings.load(new Sources(Optional.of(file), environment, List.of()));

    // then
    assertThat(settings.batch().size()).isEqualTo(32);
  }

  @Test
  void shouldPreferSetToTheEnvironment() {
    // given
    Map<String, String> environment = Map.of("CONTRASTREAM_BATCH_SIZE", "32");

    // when
    Settings settings =
        Settings.load(new Sources(Optional.empty(), environment, List.of("batch.size=16")));

    // then
    assertThat(settings.batch().size()).isEqualTo(16);
  }

  @Test
  void shouldMapUnderscoresToDotsWhereKeysPassThrough() {
    // given
    Map<String, String> environment =
        Map.of(
            "CONTRASTREAM_KAFKA_SASL_JAAS_CONFIG", "module required;",
            "CONTRASTREAM_REGISTRY_BASIC_AUTH_USER_INFO", "me:pass");

    // when
    Settings settings = Settings.load(new Sources(Optional.empty(), environment, List.of()));

    // then
    assertThat(settings.kafka().others()).containsEntry("sasl.jaas.config", "module required;");
    assertThat(settings.registry().others()).containsEntry("basic.auth.user.info", "me:pass");
    assertThat(settings.registry().urls()).containsExactly("http://127.0.0.1:8081/apis/ccompat/v7");
  }

  @Test
  void shouldIgnoreVariablesThatNameNoSection() {
    // given
    Map<String, String> environment =
        Map.of("CONTRASTREAM_SERVICE_HOST", "10.0.0.1", "CONTRASTREAM_DATA", "/data");

    // when
    Settings settings = Settings.load(new Sources(Optional.empty(), environment, List.of()));

    // then
    assertThat(settings).isEqualTo(Settings.load(Sources.none()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kafka.bootstrap.servers | localhost | host:port, several with commas",
        "registry.schema.registry.url | localhost:8081 | an http:// or https:// address",
        "registry.auto.register.schemas | maybe | true or false",
        "registry.retry | 2h | a duration from 0ms to 1h",
        "topics.images | a b | 1 to 249 letters",
        "topics.scores | digit-images | different from topics.images",
        "topics.partitions | 0 | a whole number from 1 to 10000",
        "model.path | quick | fast or plain",
        "model.device | tpu | auto, cpu, gpu or gpu:N",
        "batch.size | 4097 | a whole number from 1 to 4096",
        "batch.size | many | a whole number",
        "batch.delay | 20 | a duration with its unit",
        "batch.delay | 11s | a duration from 0ms to 10s",
        "batch.bytes | 9999999999GiB | a size below 2GiB",
        "batch.bytes | 10 | a size from 1KiB to 1GiB",
        "pairs.window | 500ms | a duration from 1s to 7d",
        "loss.grace | 2d | a duration from 0ms to 1d",
        "topics.checkpoints | pair-scores | different from topics.scores",
        "topics.training | a b | 1 to 249 letters",
        "checkpoints.model | a/b | letters, digits, dots",
        "checkpoints.keep | 1 | a whole number from 2 to 10000",
        "checkpoints.save | perhaps | true or false",
        "rollback.factor | 0.9 | a number from 1.0 to 1000.0",
        "rollback.factor | NaN | a number, such as 0.5",
        "rollback.tolerated.loss | -1 | a number from 0.0 to 4.0",
        "rollback.windows | 0 | a whole number from 1 to 1000",
        "rollback.pairs | 0 | a whole number from 1 to 1000000",
        "gate.pairs | 1001 | at most training.hold.out.pairs, which is 1000",
        "stream.application.id | a/b | letters, digits, dots",
        "stream.threads | 0 | a whole number from 1 to 256, or auto",
        "stream.threads | some | a whole number, or auto",
        "stream.guarantee | perhaps | exactly_once_v2 or at_least_once",
        "stream.commit.interval | 0ms | a duration from 1ms to 1m",
        "stream.state.dir | '' | a path",
        "bacth.size | 8 | the nearest is batch.size",
        "streams.num.stream.threads | 8 | set as stream.threads instead",
      })
  void shouldNameKeyValueOriginAndWhatIsAllowed(String key, String value, String allowed) {
    // when
    ConfigException fault = faultsOf(Map.of(), List.of(key + "=" + value));

    // then
    assertThat(fault.faults()).hasSize(1);
    assertThat(fault.faults().get(0))
        .startsWith("%s = %s (--set): must be ".formatted(key, value))
        .contains(allowed);
  }

  @Test
  void shouldReportAllFaultsOfAllSourcesAtOnce() throws IOException {
    // given
    Path file = yaml("batch:\n  size: 0\n  delay: soon\nlose.window: 10s");
    Sources sources =
        new Sources(
            Optional.of(file),
            Map.of("CONTRASTREAM_MODEL_DEVICE", "abacus"),
            List.of("topics.partitions=-1", "nonsense"));

    // when
    ConfigException fault =
        catchThrowableOfType(ConfigException.class, () -> Settings.load(sources));

    // then
    assertThat(fault.faults())
        .containsExactlyInAnyOrder(
            "batch.size = 0 (" + file + "): must be a whole number from 1 to 4096",
            "batch.delay = soon ("
                + file
                + "): must be a duration with its unit, such as 20ms, 1s or 5m",
            "lose.window = 10s ("
                + file
                + "): must be a key of config/contrastream.yaml; the nearest is loss.window",
            "model.device = abacus (environment variable CONTRASTREAM_MODEL_DEVICE): must be auto,"
                + " cpu, gpu or gpu:N (N from 0)",
            "topics.partitions = -1 (--set): must be a whole number from 1 to 10000",
            "--set nonsense: must be key=value");
    assertThat(fault).hasMessageStartingWith("6 settings are wrong:\n  ");
  }

  @Test
  void shouldReportAMisspeltVariableOfASection() {
    // when
    ConfigException fault = faultsOf(Map.of("CONTRASTREAM_BATCH_SIZ", "8"), List.of());

    // then
    assertThat(fault.faults())
        .containsExactly(
            "batch.siz = 8 (environment variable CONTRASTREAM_BATCH_SIZ): must be a key of"
                + " config/contrastream.yaml; the nearest is batch.size");
  }

  @Test
  void shouldNoteWhatNoClientKnows() {
    // given
    Sources sources =
        new Sources(
            Optional.empty(),
            Map.of("CONTRASTREAM_KAFKA_SASL_MECHANIM", "PLAIN", "CONTRASTREAM_BATCHSIZE", "8"),
            List.of(
                "streams.num.standby.replica=1",
                "streams.main.consumer.max.pol.records=1",
                "producer.lingr.ms=1"));

    // then
    String told = " is not a setting of the client, which hands it to plugins; did you mean ";
    assertThat(notes(sources))
        .containsExactly(
            "environment variable CONTRASTREAM_BATCHSIZE sets nothing; did you mean"
                + " CONTRASTREAM_BATCH_SIZE?",
            "kafka.sasl.mechanim (environment variable CONTRASTREAM_KAFKA_SASL_MECHANIM)"
                + told
                + "kafka.sasl.mechanism?",
            "streams.num.standby.replica (--set)" + told + "streams.num.standby.replicas?",
            "streams.main.consumer.max.pol.records (--set)"
                + told
                + "streams.main.consumer.max.poll.records?",
            "producer.lingr.ms (--set)" + told + "producer.linger.ms?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka.security.protocol",
        "kafka.ssl.truststore.location",
        "streams.num.standby.replicas",
        "streams.main.consumer.max.poll.records",
        "streams.consumer.session.timeout.ms",
        "streams.producer.linger.ms",
        "streams.topic.min.insync.replicas",
        "streams.max.poll.records",
        "producer.compression.type",
        "consumer.fetch.max.bytes",
        "kafka.config.providers.vault.class",
        "producer.my.interceptor.region",
        "registry.basic.auth.credentials.source"
      })
  void shouldNoteNothingAboutWhatAClientKnows(String key) {
    Sources sources = new Sources(Optional.empty(), Map.of(), List.of(key + "=1"));

    assertThat(notes(sources)).isEmpty();
  }

  private static List<String> notes(Sources sources) {
    List<String> notes = new ArrayList<>();
    Settings.load(sources, notes::add);
    return notes;
  }

  @Test
  void shouldNeverShowASecretInAFault() {
    // when
    ConfigException fault = faultsOf(Map.of(), List.of("my.password=hunter2"));

    // then
    assertThat(fault).hasMessageContaining("my.password = (hidden)");
    assertThat(fault.getMessage()).doesNotContain("hunter2");
  }

  @Test
  void shouldNotShowTheSecretOfAKeyThatWasMisspelt() {
    // when
    ConfigException fault = faultsOf(Map.of(), List.of("dashboard.tokn=hunter2"));

    // then
    assertThat(fault)
        .hasMessageContaining("the nearest is dashboard.token")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void shouldRefuseAPasswordInTheUrlOfADatabaseWithoutShowingIt() {
    assertThatThrownBy(
            () -> TestSettings.of("sink.url=jdbc:postgresql://h/d?user=me&password=hunter2"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("sink.password")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void shouldNeverShowASecretAsText() {
    // given
    List<String> overrides =
        List.of(
            "kafka.sasl.jaas.config=hunter2",
            "registry.basic.auth.user.info=me:hunter2",
            "registry.bearer.auth.token=hunter2",
            "registry.schema.registry.url=http://me:hunter2@host",
            "streams.ssl.key.password=hunter2",
            "producer.ssl.keystore.key=hunter2",
            "consumer.client.secret=hunter2",
            "kafka.sasl.oauthbearer.assertion.private.key.passphrase=hunter2",
            "kafka.some.private.key=hunter2",
            "sink.password=hunter2");
    Sources sources = new Sources(Optional.empty(), Map.of(), overrides);

    // when
    String text = Settings.load(sources).toString() + sources;

    // then
    assertThat(text).contains("(hidden)").doesNotContain("hunter2");
  }

  private static ConfigException faultsOf(Map<String, String> environment, List<String> overrides) {
    return catchThrowableOfType(
        ConfigException.class,
        () -> Settings.load(new Sources(Optional.empty(), environment, overrides)));
  }

  private Path yaml(String content) throws IOException {
    return Files.writeString(folder.resolve("own.yaml"), content);
  }
}
