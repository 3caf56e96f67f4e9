package io.contrastream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.config.RegistrySettings;
import io.contrastream.config.Settings;
import io.contrastream.config.TopicSettings;
import io.contrastream.image.Digit;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.testing.TestSettings;
import io.contrastream.topic.AvroSerde;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicAdmin;
import io.contrastream.topic.TopicException;
import io.contrastream.topic.TopicPlan;
import io.contrastream.topic.TopicState;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.BadRecordException;
import io.contrastream.topic.registry.IncompatibleSchemaException;
import io.contrastream.topic.registry.RegistryUnavailableException;
import io.contrastream.topic.registry.SchemaRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real broker and registry, started once. The test that restarts them comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LocalClusterTest {
  private static final Settings SETTINGS = TestSettings.of("topics.partitions=2");
  private static final TopicSettings TOPICS = SETTINGS.topics();
  private static final List<TopicPlan> PLANS = TopicPlan.of(SETTINGS);

  @TempDir private static Path folder;
  private static LocalCluster cluster;

  @BeforeAll
  static void start() {
    cluster = LocalCluster.start(folder, 0, 0);
    try (TopicAdmin admin = admin()) {
      admin.createMissing(PLANS);
    }
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void shouldCreateMissingTopics() {
    TopicPlan plan = new TopicPlan("fresh", 3, 1, Map.of("retention.ms", "-1"));

    try (TopicAdmin admin = admin()) {
      assertThat(admin.describe(List.of(plan)).get(0).exists()).isFalse();
      assertThat(admin.createMissing(List.of(plan)))
          .containsExactly(
              new TopicState("fresh", true, 3, 1, Map.of("retention.ms", "-1"), List.of()));
    }
  }

  @Test
  void shouldReportDifferencesWithoutChangingTopics() {
    String name = TOPICS.labelledPairs();
    TopicPlan other = new TopicPlan(name, 5, 1, Map.of("retention.ms", "60000"));

    try (TopicAdmin admin = admin()) {
      TopicState state = admin.createMissing(List.of(other)).get(0);

      assertThat(state.created()).isFalse();
      assertThat(state.differences())
          .containsExactly(
              "Topic labelled-pairs: partitions is 2, expected 5",
              "Topic labelled-pairs: retention.ms is -1, expected 60000");
      assertThat(admin.describe(PLANS)).allMatch(topic -> topic.differences().isEmpty());
    }
  }

  @Test
  void shouldReportMoreReplicasThanBrokers() {
    try (TopicAdmin admin = admin()) {
      assertThatThrownBy(() -> admin.createMissing(List.of(new TopicPlan("x", 1, 3, Map.of()))))
          .isInstanceOf(TopicException.class)
          .hasMessageContaining("Cannot create topic x: more replicas than brokers");
    }
  }

  @Test
  void shouldReportThatNoBrokerAnswers() {
    try (TopicAdmin admin =
        new TopicAdmin(Map.of("bootstrap.servers", "127.0.0.1:1"), Duration.ofSeconds(1))) {
      assertThatThrownBy(() -> admin.describe(PLANS))
          .isInstanceOf(TopicException.class)
          .hasMessageStartingWith("No Kafka broker answers at 127.0.0.1:1 within 1 s");
    }
  }

  @Test
  void shouldRegisterASchemaAndItsFileUnderTheSameId() throws IOException {
    Schema.Parser parser = new Schema.Parser();
    Path schemas = Path.of(System.getProperty("contrastream.home", ""), "schemas");
    Schema image = parser.parse(Files.readString(schemas.resolve("DigitImage.avsc")));
    parser.parse(Files.readString(schemas.resolve("DigitCaption.avsc")));
    parser.parse(Files.readString(schemas.resolve("DigitSound.avsc")));
    Schema pair = parser.parse(Files.readString(schemas.resolve("LabelledPair.avsc")));

    try (SchemaRegistry registry = registry()) {
      Map<String, Integer> ids = Topics.of(SETTINGS, registry).ensureSchemas();

      assertThat(ids.values()).hasSize(7).doesNotHaveDuplicates();
      assertThat(registry().idFor("digit-images-value", image))
          .isEqualTo(ids.get("digit-images-value"));
      assertThat(registry().idFor("labelled-pairs-value", pair))
          .isEqualTo(ids.get("labelled-pairs-value"));
    }
  }

  @Test
  void shouldNameTheFieldOfARefusedSchema() {
    Schema theirs =
        SchemaBuilder.record("ImageEmbedding")
            .namespace("io.contrastream.schema")
            .fields()
            .requiredString("imageId")
            .endRecord();
    try (SchemaRegistry registry = registry()) {
      registry.idFor("taken-value", theirs);

      assertThatThrownBy(() -> registry.idFor("taken-value", ImageEmbedding.getClassSchema()))
          .isInstanceOf(IncompatibleSchemaException.class)
          .hasMessageContaining("refuses the program's io.contrastream.schema.ImageEmbedding")
          .hasMessageContaining("version 1")
          .hasMessageContaining("field 'vector' is missing from the written schema");
    }
  }

  @Test
  void shouldSetTheCompatibilityLevelOfASubject() throws IOException, InterruptedException {
    try (SchemaRegistry registry = registry()) {
      registry.idFor("plain-value", DigitImage.getClassSchema());
    }

    cluster.registry().protect(List.of("plain-value"));

    URI config = URI.create(cluster.registryUrl() + "/config/plain-value");
    HttpRequest request = HttpRequest.newBuilder(config).build();
    assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body())
        .isEqualTo("{\"compatibilityLevel\":\"BACKWARD\"}");
  }

  @Test
  void shouldRefuseRecordsWithoutTheirSchemas(@TempDir Path other) throws IOException {
    Files.createDirectories(other.resolve("kafka").resolve("digit-images-0"));

    assertThatThrownBy(() -> LocalCluster.start(other, 0, 0))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("but not the schema registry's");
  }

  @Test
  void shouldBlameTheRecordForAnUnknownSchemaId() {
    try (SchemaRegistry registry = registry()) {
      assertThatThrownBy(() -> registry.byId(4711))
          .isInstanceOf(BadRecordException.class)
          .hasMessage("Schema id 4711 is not in the registry at " + cluster.registryUrl());
    }
  }

  /** A terminal sends it Ctrl-C as well, while the program may still need it to stop in order. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldStartARegistryThatIgnoresInterrupts() throws IOException {
    // given
    int interrupt = 1 << 1; // signal 2
    Path status = Path.of("/proc", Long.toString(cluster.registry().pid()), "status");

    // when
    String ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow()
            .split("\\s+")[1];

    // then
    assertThat(Long.parseUnsignedLong(ignored, 16) & interrupt).isEqualTo(interrupt);
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void shouldKeepRecordsAndSchemasWhenTheRegistryIsKilled() {
    // given
    int id;
    try (SchemaRegistry registry = registry()) {
      Topic<String, DigitImage> images = Topics.of(SETTINGS, registry).images();
      produce(images, image("kept"));
      id = ((AvroSerde<?>) images.values()).schemaId();
    }
    ProcessHandle process = ProcessHandle.of(cluster.registry().pid()).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
    assertThatThrownBy(() -> registry(Duration.ofMillis(200)).byId(id))
        .isInstanceOf(RegistryUnavailableException.class);
    cluster.close();

    // when
    cluster = LocalCluster.start(folder, 0, 0);

    // then
    try (SchemaRegistry registry = registry()) {
      Topic<String, DigitImage> images = Topics.of(SETTINGS, registry).images();
      assertThat(((AvroSerde<?>) images.values()).schemaId()).isEqualTo(id);
      assertThat(consume(images)).containsExactly(image("kept"));
    }
  }

  @Test
  void shouldNameAFolderInUse() {
    assertThatThrownBy(() -> EmbeddedBroker.start(folder.resolve("kafka"), 0))
        .isInstanceOf(StartupException.class)
        .hasMessage(
            "Folder "
                + folder.resolve("kafka")
                + " is in use by another broker; stop that broker or choose another folder");
  }

  private static void produce(Topic<String, DigitImage> topic, DigitImage value) {
    try (var producer =
        new KafkaProducer<>(client(), topic.keys().serializer(), topic.values().serializer())) {
      producer.send(new ProducerRecord<>(topic.name(), 0, "key", value));
    }
  }

  private static List<DigitImage> consume(Topic<String, DigitImage> topic) {
    try (var consumer =
        new KafkaConsumer<>(client(), topic.keys().deserializer(), topic.values().deserializer())) {
      TopicPartition partition = new TopicPartition(topic.name(), 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      ConsumerRecords<String, DigitImage> records = consumer.poll(Duration.ofMinutes(1));
      return records.records(partition).stream().map(record -> record.value()).toList();
    }
  }

  private static DigitImage image(String id) {
    return DigitImage.newBuilder()
        .setImageId(id)
        .setPixels(ByteBuffer.allocate(Digit.PIXELS))
        .build();
  }

  private static Map<String, Object> client() {
    return new HashMap<>(Map.of("bootstrap.servers", cluster.bootstrapServers()));
  }

  private static TopicAdmin admin() {
    return new TopicAdmin(client(), Duration.ofSeconds(20));
  }

  private static SchemaRegistry registry() {
    return registry(Duration.ofSeconds(20));
  }

  private static SchemaRegistry registry(Duration retryTimeout) {
    return SchemaRegistry.connect(
        new RegistrySettings(List.of(cluster.registryUrl()), true, false, retryTimeout, Map.of()));
  }
}
