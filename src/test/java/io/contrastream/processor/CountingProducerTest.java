package io.contrastream.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.cluster.EmbeddedBroker;
import io.contrastream.config.TopicSettings;
import io.contrastream.telemetry.LatencyHistogram;
import io.contrastream.testing.TestSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountingProducerTest {
  private static final TopicSettings TOPICS = TestSettings.offline().topics();

  @TempDir private static Path folder;
  private static EmbeddedBroker broker;

  private final CommittedOutputs outputs = new CommittedOutputs(TOPICS);

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.start(folder, 0);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      List<NewTopic> topics =
          Stream.of(TOPICS.deadLetters(), TOPICS.embeddings(), TOPICS.scores())
              .map(name -> new NewTopic(name, 1, (short) 1))
              .toList();
      admin.createTopics(topics).all().get();
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void shouldNotCountAnAbortedTransaction() {
    try (CountingProducer producer =
        producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "counted"))) {
      producer.initTransactions();
      producer.beginTransaction();
      send(producer, TOPICS.deadLetters());
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      send(producer, TOPICS.deadLetters());
      send(producer, TOPICS.scores());
      producer.flush();
      assertThat(outputs.deadLetters()).isZero();
      producer.commitTransaction();

      assertThat(outputs.deadLetters()).isEqualTo(1);
    }
  }

  @Test
  void shouldCountAcknowledgedRecords() {
    try (CountingProducer producer = producer(Map.of())) {
      send(producer, TOPICS.deadLetters());
      send(producer, TOPICS.scores());
      producer.send(
          new ProducerRecord<>(TOPICS.deadLetters(), new byte[2 << 20]),
          (metadata, failure) -> assertThat(failure).isNotNull());
      producer.flush();

      assertThat(outputs.deadLetters()).isEqualTo(1);
    }
  }

  @Test
  void shouldMeasureAnEmbeddingFromItsImageToItsCommit() throws Exception {
    LatencyHistogram.Interval latencies = outputs.latency().interval();
    try (CountingProducer producer =
        producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "measured"))) {
      producer.initTransactions();
      producer.beginTransaction();
      long producedAtMs = System.currentTimeMillis() - 5000;
      producer.send(embedding(producedAtMs));
      producer.flush();
      assertThat(latencies.next()).isEmpty();
      Thread.sleep(1000);
      producer.commitTransaction();
      long atLeastMs = 6000;
      long atMostMs = System.currentTimeMillis() - producedAtMs;

      assertThat(latencies.next().orElseThrow().p50())
          .isBetween((long) (atLeastMs * 0.96), (long) (atMostMs * 1.04));
      assertThat(latencies.next()).isEmpty();
    }
  }

  @Test
  void shouldMeasureAcknowledgedEmbeddings() {
    LatencyHistogram.Interval latencies = outputs.latency().interval();
    try (CountingProducer producer = producer(Map.of())) {
      producer.send(embedding(System.currentTimeMillis() + 60_000)); // by a clock that is ahead
      producer.flush();

      assertThat(latencies.next().orElseThrow().p99()).isLessThanOrEqualTo(1);
    }
  }

  private static ProducerRecord<byte[], byte[]> embedding(long producedAtMs) {
    return new ProducerRecord<>(TOPICS.embeddings(), null, producedAtMs, null, new byte[1]);
  }

  private CountingProducer producer(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
    return new CountingProducer(settings, outputs, new CommitWatch(Duration.ofSeconds(1), () -> 0));
  }

  private static void send(CountingProducer producer, String topic) {
    producer.send(new ProducerRecord<>(topic, new byte[1]));
  }
}
