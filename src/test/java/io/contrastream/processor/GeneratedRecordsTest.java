package io.contrastream.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.Settings;
import io.contrastream.processor.GeneratedRecords.Generated;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.AvroSerde;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever a record carries, it becomes one embedding or one dead letter, and the stream goes on.
 * {@code -Dcontrastream.test.records=100000} sends more of them.
 */
class GeneratedRecordsTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final Duration SILENCE = Duration.ofSeconds(20);
  private static final int RECORDS = Integer.getInteger("contrastream.test.records", 1500);
  private static final long SEED = Long.getLong("contrastream.test.seed", System.nanoTime());

  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"exactly_once_v2, delete", "at_least_once, delete", "exactly_once_v2, compact"})
  void shouldTurnEachRecordIntoOneEmbeddingOrOneDeadLetter(String guarantee, String cleanup)
      throws Exception {
    // given topics that take other records than the outputs do
    Settings settings = settings(guarantee, cleanup);
    CLUSTER.prepare(settings);
    configure(settings, cleanup);
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        StreamProcessor processor = StreamProcessor.start(settings, registry)) {
      processor.awaitReady(TIMEOUT);

      // when
      Map<String, Integer> expected = send(settings, registry, cleanup.equals("compact"));

      // then
      Map<String, Integer> found = read(settings, registry, expected.size(), processor);
      assertThat(found).as("outputs with seed " + SEED).isEqualTo(expected);
    }
  }

  private Settings settings(String guarantee, String cleanup) {
    return CLUSTER
        .settings(guarantee + "-" + cleanup)
        .untrained(folder)
        .with(
            "stream.guarantee=" + guarantee,
            "stream.state.dir=" + folder,
            "stream.commit.interval=100ms",
            "pairs.window=1s",
            "checkpoints.save=false")
        .load();
  }

  private static void configure(Settings settings, String cleanup) throws Exception {
    String forever = String.valueOf(Long.MAX_VALUE);
    try (Admin admin = Admin.create(settings.adminProperties())) {
      set(admin, settings.topics().images(), "message.timestamp.after.max.ms", forever);
      set(admin, settings.topics().images(), "max.message.bytes", "33554432");
      set(admin, settings.topics().images(), "retention.ms", "-1");
      set(admin, settings.topics().embeddings(), "message.timestamp.before.max.ms", "600000000");
      set(admin, settings.topics().deadLetters(), "max.message.bytes", "1048588");
      set(admin, settings.topics().deadLetters(), "retention.ms", "-1");
      set(admin, settings.topics().deadLetters(), "cleanup.policy", cleanup);
      set(admin, settings.topics().embeddings(), "cleanup.policy", cleanup);
      set(admin, settings.topics().deadLetters(), "min.compaction.lag.ms", forever);
      set(admin, settings.topics().embeddings(), "min.compaction.lag.ms", forever);
    }
  }

  private static void set(Admin admin, String topic, String name, String value) throws Exception {
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  /** Returns the ids and the positions of the images of which an output is expected. */
  private static Map<String, Integer> send(
      Settings settings, SchemaRegistry registry, boolean keyed) throws Exception {
    Topics topics = Topics.of(settings, registry);
    int foreignId =
        new AvroSerde<>(ImageEmbedding.class, settings.topics().embeddings(), registry).schemaId();
    GeneratedRecords records = new GeneratedRecords(SEED, topics.images(), foreignId, keyed);
    Map<String, KafkaProducer<byte[], byte[]>> producers = new HashMap<>();
    Map<String, Integer> expected = new TreeMap<>();
    List<Generated> sent = new ArrayList<>();
    List<Future<RecordMetadata>> positions = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      Generated record = records.next();
      KafkaProducer<byte[], byte[]> producer =
          producers.computeIfAbsent(record.compression(), name -> producer(settings, name));
      positions.add(
          producer.send(
              new ProducerRecord<>(
                  settings.topics().images(),
                  null,
                  record.timestamp(),
                  record.key(),
                  record.value(),
                  record.headers())));
      sent.add(record.imageId() == null ? null : record);
    }
    producers.values().forEach(KafkaProducer::close);
    for (int i = 0; i < RECORDS; i++) {
      RecordMetadata position = positions.get(i).get();
      String dead = "dead letter of " + position.partition() + "@" + position.offset();
      expected.put(sent.get(i) == null ? dead : sent.get(i).imageId(), 1);
    }
    return expected;
  }

  private static KafkaProducer<byte[], byte[]> producer(Settings settings, String compression) {
    Map<String, Object> properties = settings.producerProperties();
    properties.put("compression.type", compression);
    properties.put("max.request.size", 32 << 20);
    properties.put("buffer.memory", 64 << 20);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Reads until there are enough outputs or nothing more comes, and some time more. */
  private static Map<String, Integer> read(
      Settings settings, SchemaRegistry registry, int enough, StreamProcessor processor) {
    Topics topics = Topics.of(settings, registry);
    Map<String, Integer> found = new TreeMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            settings.consumerProperties(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          List.of(topics.embeddings().name(), topics.deadLetters().name()).stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long untilNs = System.nanoTime() + SILENCE.toNanos();
      boolean complete = false;
      while (System.nanoTime() < untilNs) {
        processor.throwFailure();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          found.merge(name(record, topics), 1, Integer::sum);
          untilNs = System.nanoTime() + SILENCE.toNanos();
        }
        if (!complete && found.size() >= enough) {
          complete = true;
          untilNs = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        }
      }
    }
    return found;
  }

  private static String name(ConsumerRecord<byte[], byte[]> record, Topics topics) {
    if (record.topic().equals(topics.embeddings().name())) {
      return topics
          .embeddings()
          .values()
          .deserializer()
          .deserialize(record.topic(), record.value())
          .getImageId();
    }
    return "dead letter of "
        + header(record, "__streams.errors.partition")
        + "@"
        + header(record, "__streams.errors.offset");
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
