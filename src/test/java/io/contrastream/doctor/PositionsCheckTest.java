package io.contrastream.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.Settings;
import io.contrastream.testing.EmbeddedCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real broker; a plain consumer takes the place of a processor that stands. */
class PositionsCheckTest {
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  @Test
  void shouldFindNothingWhereNothingWaits() {
    Settings settings = prepared("idle");

    assertThat(run(settings))
        .containsExactly(
            Outcome.ok("0 records wait in " + images(settings) + ", 0 processors read it"));
  }

  @Test
  void shouldNameThePositionOfEndedProcessors() {
    Settings settings = prepared("ended");
    send(settings, 5);
    try (KafkaConsumer<byte[], byte[]> consumer = member(settings)) {
      commit(consumer, settings, 3);
    }

    assertThat(run(settings))
        .singleElement()
        .satisfies(
            outcome ->
                assertThat(outcome.seen())
                    .contains("partition 0 of " + images(settings) + " stands at offset 3")
                    .contains("2 records wait and no processor runs")
                    .contains("can't be decoded and belongs in the dead letters: Not Avro"));
  }

  @Test
  void shouldNameThePositionAtWhichAProcessorStands() {
    Settings settings = prepared("standing");
    send(settings, 5);
    try (KafkaConsumer<byte[], byte[]> consumer = member(settings)) {
      commit(consumer, settings, 4);

      assertThat(run(settings))
          .singleElement()
          .satisfies(
              outcome -> {
                assertThat(outcome.seen()).contains("stands at offset 4, 1 records wait;");
                assertThat(outcome.remedy()).contains("/health/ready");
              });
    }
  }

  @Test
  void shouldNameATransactionThatHoldsRecordsBack() throws Exception {
    // given
    Settings settings = prepared("open");
    send(settings, 2);
    Map<String, Object> properties = settings.producerProperties();
    properties.put("transactional.id", "open");
    try (KafkaConsumer<byte[], byte[]> consumer = member(settings);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      commit(consumer, settings, 2);
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(images(settings), new byte[3])).get();

      // when
      List<Outcome> outcomes = run(settings);

      // then
      assertThat(outcomes)
          .singleElement()
          .satisfies(
              outcome -> {
                assertThat(outcome.seen()).contains("a transaction that is still open");
                assertThat(outcome.remedy())
                    .contains("which began at offset 2")
                    .contains("--topic " + images(settings) + " --partition 0 --start-offset 2");
              });
      producer.abortTransaction();
    }
  }

  private static Settings prepared(String name) {
    Settings settings = CLUSTER.settings(name).with("topics.partitions=1").load();
    CLUSTER.prepare(settings);
    return settings;
  }

  private static String images(Settings settings) {
    return settings.topics().images();
  }

  private static List<Outcome> run(Settings settings) {
    return new PositionsCheck(settings, Duration.ofSeconds(5)).run();
  }

  private static void send(Settings settings, int records) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            settings.producerProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < records; i++) {
        producer.send(new ProducerRecord<>(images(settings), new byte[] {1, 2, 3}));
      }
    }
  }

  private static KafkaConsumer<byte[], byte[]> member(Settings settings) {
    Map<String, Object> properties = settings.consumerProperties();
    properties.put("group.id", settings.stream().applicationId());
    properties.put("auto.offset.reset", "earliest");
    properties.put("enable.auto.commit", false);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.subscribe(List.of(images(settings)));
    long untilNs = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (consumer.assignment().isEmpty() && System.nanoTime() < untilNs) {
      consumer.poll(Duration.ofMillis(100));
    }
    return consumer;
  }

  private static void commit(
      KafkaConsumer<byte[], byte[]> consumer, Settings settings, long offset) {
    consumer.commitSync(
        Map.of(new TopicPartition(images(settings), 0), new OffsetAndMetadata(offset)));
  }
}
