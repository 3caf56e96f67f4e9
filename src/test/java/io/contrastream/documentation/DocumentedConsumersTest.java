package io.contrastream.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.Settings;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.ImageRole;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.Topic;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs that the documentation shows, against a broker and a registry. */
class DocumentedConsumersTest {
  @RegisterExtension private static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  private static final int EMBEDDINGS = 300;
  private static final int DIMENSION = 64;
  private static final String CHECKPOINT = "679c56bd1e90";

  /** What a JVM and Python end with after SIGTERM, unless they handle it. */
  private static final int TERMINATED = 143;

  @TempDir private Path folder;

  /** For each partition, the offset after its last embedding. */
  private static final Map<TopicPartition, Long> NEXT_OFFSETS = new ConcurrentHashMap<>();

  private static Settings settings;

  /** Writes committed embeddings after some of an aborted transaction. */
  @BeforeAll
  static void writeEmbeddings() {
    settings = CLUSTER.settings("embeddings").load();
    CLUSTER.prepare(settings);
    Map<String, Object> properties = new HashMap<>(settings.producerProperties());
    properties.put("transactional.id", "documented-consumers");
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      Topic<String, ImageEmbedding> topic = Topics.of(settings, registry).embeddings();
      try (KafkaProducer<String, ImageEmbedding> producer =
          new KafkaProducer<>(properties, topic.keys().serializer(), topic.values().serializer())) {
        producer.initTransactions();
        producer.beginTransaction();
        send(producer, topic, "aborted");
        producer.flush();
        producer.abortTransaction();
        producer.beginTransaction();
        send(producer, topic, "committed");
        producer.commitTransaction();
      }
    }
  }

  private static void send(
      KafkaProducer<String, ImageEmbedding> producer,
      Topic<String, ImageEmbedding> topic,
      String name) {
    ids(name)
        .forEach(
            id ->
                producer.send(
                    new ProducerRecord<>(topic.name(), id, embedding(id)),
                    (sent, failure) ->
                        NEXT_OFFSETS.merge(
                            new TopicPartition(sent.topic(), sent.partition()),
                            sent.offset() + 1,
                            Math::max)));
  }

  private static Stream<String> ids(String name) {
    return IntStream.range(0, EMBEDDINGS).mapToObj(i -> name + "-" + i);
  }

  private static ImageEmbedding embedding(String id) {
    return ImageEmbedding.newBuilder()
        .setImageId(id)
        .setRole(ImageRole.SINGLE)
        .setVector(Collections.nCopies(DIMENSION, 0.125f))
        .setCheckpointId(CHECKPOINT)
        .setNormalized(true)
        .build();
  }

  static List<DocumentedProgram> programs() {
    return List.of(
        new DocumentedProgram("docs/consuming.md", "java", "my-index-java", TERMINATED),
        new DocumentedProgram("docs/consuming.md", "python", "my-index-python", 0),
        new DocumentedProgram("docs/consuming.md", "js", "my-index-node", 0));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void shouldPrintAndCommitEachCommittedEmbedding(DocumentedProgram program) throws Exception {
    // given
    program.requirePackages(folder);

    // when
    List<String> lines = program.run(folder, here(), EMBEDDINGS);

    // then
    shouldBeAllEmbeddings(lines);
    Map<TopicPartition, OffsetAndMetadata> committed = committed(program.group());
    assertThat(NEXT_OFFSETS)
        .allSatisfy(
            (partition, next) ->
                assertThat(committed.get(partition).offset()).isGreaterThanOrEqualTo(next));
  }

  @Test
  void shouldPrintEachCommittedEmbeddingByTheReadme() throws Exception {
    // given
    DocumentedProgram program =
        new DocumentedProgram("README.md", "python", "my-index", TERMINATED);
    program.requirePackages(folder);

    // when
    List<String> lines = program.run(folder, here(), EMBEDDINGS);

    // then
    shouldBeAllEmbeddings(lines);
  }

  private static void shouldBeAllEmbeddings(List<String> lines) {
    assertThat(lines.stream().map(line -> line.split("[ ,\\[\\]]+")).toList())
        .allSatisfy(words -> assertThat(words).hasSize(2 + DIMENSION).endsWith("0.125"))
        .extracting(words -> words[0])
        .containsExactlyInAnyOrderElementsOf(ids("committed").toList());
    assertThat(lines).allSatisfy(line -> assertThat(line).contains(" " + CHECKPOINT + " "));
  }

  private static Map<TopicPartition, OffsetAndMetadata> committed(String group) throws Exception {
    try (Admin admin = Admin.create(settings.adminProperties())) {
      return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    }
  }

  private static Map<String, String> here() {
    return Map.of(
        "127.0.0.1:9092", CLUSTER.bootstrapServers(),
        "http://127.0.0.1:8081/apis/ccompat/v7", CLUSTER.registryUrl(),
        "digit-embeddings", settings.topics().embeddings());
  }
}
