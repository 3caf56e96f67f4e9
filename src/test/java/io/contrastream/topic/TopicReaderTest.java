package io.contrastream.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.contrastream.cluster.EmbeddedBroker;
import io.contrastream.testing.Await;
import io.contrastream.topic.registry.BadRecordException;
import io.contrastream.topic.registry.RegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicReaderTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private boolean registryIsUp;

  @Test
  void shouldReadARecordAgainAfterTheRegistryFailedAndSkipABadOne(@TempDir Path folder)
      throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
      // given
      Map<String, Object> properties = Map.of("bootstrap.servers", broker.bootstrapServers());
      send(properties, "first", "bad", "waits", "last");
      List<String> read = new ArrayList<>();
      try (TopicReader<String, String> reader =
          new TopicReader<>(
              properties,
              new Topic<>("words", Serdes.String(), serde()),
              TopicReader.From.BEGINNING)) {

        // when, then
        assertThatThrownBy(() -> reader.readToEnd(TIMEOUT, record -> read.add(record.value())))
            .isInstanceOf(RegistryUnavailableException.class);
        assertThat(read).containsExactly("first");

        // when
        registryIsUp = true;
        reader.readToEnd(TIMEOUT, record -> read.add(record.value()));

        // then
        assertThat(read).containsExactly("first", "waits", "last");
      }
    }
  }

  @Test
  void shouldNoticePartitionsThatWereAdded(@TempDir Path folder) throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
      // given
      Map<String, Object> properties = Map.of("bootstrap.servers", broker.bootstrapServers());
      send(properties);
      try (Admin admin = Admin.create(properties);
          TopicReader<String, String> reader =
              new TopicReader<>(
                  properties,
                  new Topic<>("words", Serdes.String(), serde()),
                  TopicReader.From.BEGINNING,
                  Map.of("metadata.max.age.ms", 100))) {
        reader.requireAllPartitions();

        // when
        admin.createPartitions(Map.of("words", NewPartitions.increaseTo(3))).all().get();

        // then
        Await.until(
            "the new partitions",
            () -> {
              reader.poll(Duration.ofMillis(50));
              return catchThrowable(reader::requireAllPartitions)
                  instanceof PartitionsAddedException;
            });
      }
    }
  }

  private static void send(Map<String, Object> properties, String... words) throws Exception {
    try (Admin admin = Admin.create(properties);
        var producer =
            new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      admin.createTopics(List.of(new NewTopic("words", 1, (short) 1))).all().get();
      for (String word : words) {
        producer.send(new ProducerRecord<>("words", word)).get();
      }
    }
  }

  private Serde<String> serde() {
    return Serdes.serdeFrom(new StringSerializer(), (topic, bytes) -> decode(bytes));
  }

  private String decode(byte[] bytes) {
    String word = new String(bytes, StandardCharsets.UTF_8);
    if (word.equals("bad")) {
      throw new BadRecordException("it is bad");
    }
    if (word.equals("waits") && !registryIsUp) {
      throw new RegistryUnavailableException("the registry is down");
    }
    return word;
  }
}
