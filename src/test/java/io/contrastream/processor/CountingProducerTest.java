package io.contrastream.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.cluster.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
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
  @TempDir private static Path folder;
  private static EmbeddedBroker broker;

  private final LongAdder count = new LongAdder();

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.start(folder, 0);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      List<NewTopic> topics =
          Stream.of("counted", "other").map(name -> new NewTopic(name, 1, (short) 1)).toList();
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
      send(producer, "counted");
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      send(producer, "counted");
      send(producer, "other");
      producer.flush();
      assertThat(count.sum()).isZero();
      producer.commitTransaction();

      assertThat(count.sum()).isEqualTo(1);
    }
  }

  @Test
  void shouldCountAcknowledgedRecords() {
    try (CountingProducer producer = producer(Map.of())) {
      send(producer, "counted");
      send(producer, "other");
      producer.send(
          new ProducerRecord<>("counted", new byte[2 << 20]),
          (metadata, failure) -> assertThat(failure).isNotNull());
      producer.flush();

      assertThat(count.sum()).isEqualTo(1);
    }
  }

  private CountingProducer producer(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
    return new CountingProducer(
        settings, "counted", count, new CommitWatch(Duration.ofSeconds(1), () -> 0));
  }

  private static void send(CountingProducer producer, String topic) {
    producer.send(new ProducerRecord<>(topic, new byte[1]));
  }
}
