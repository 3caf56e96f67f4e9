package io.contrastream.topic.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.cluster.EmbeddedBroker;
import io.contrastream.topic.TopicAdmin;
import io.contrastream.topic.TopicException;
import io.contrastream.topic.TopicPlan;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicTailsTest {

  @Test
  void shouldLeaveNoConsumerOpenIfATopicDoesNotExist(@TempDir Path folder) throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
      Map<String, Object> properties =
          Map.of(
              "bootstrap.servers",
              broker.bootstrapServers(),
              "client.id",
              "tails-test",
              "default.api.timeout.ms",
              5000,
              "request.timeout.ms",
              5000);
      try (TopicAdmin admin = new TopicAdmin(properties, Duration.ofSeconds(30))) {
        admin.createMissing(List.of(new TopicPlan("there", 1, 1, Map.of()))); // and waits for it
      }
      TopicTails tails = new TopicTails(properties);
      tails.open("there", 0);
      int openBefore = consumers().size();

      assertThatThrownBy(() -> tails.open("missing", 0)).isInstanceOf(TopicException.class);

      assertThat(openBefore).isEqualTo(1);
      assertThat(consumers()).isEmpty();
    }
  }

  @Test
  void shouldReportWhenItHasReadWhatWasThereAtOpening(@TempDir Path folder) throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
      // given
      Map<String, Object> properties = Map.of("bootstrap.servers", broker.bootstrapServers());
      try (Admin admin = Admin.create(properties);
          var producer =
              new KafkaProducer<>(
                  properties, new ByteArraySerializer(), new ByteArraySerializer())) {
        admin.createTopics(List.of(new NewTopic("letters", 1, (short) 1))).all().get();
        producer.send(new ProducerRecord<>("letters", new byte[1])).get();
      }
      try (TopicTails tails = new TopicTails(properties)) {
        TopicTail tail = tails.open("letters", 20);

        // then nothing was read yet
        assertThat(tails.isPastOpening("letters")).isFalse();

        // when
        int read = 0;
        while (read == 0) {
          read = tail.newest(20).size();
        }

        // then
        assertThat(tails.isPastOpening("letters")).isTrue();
      }
    }
  }

  private static Set<ObjectName> consumers() throws Exception {
    return ManagementFactory.getPlatformMBeanServer()
        .queryNames(
            new ObjectName("kafka.consumer:type=consumer-metrics,client-id=tails-test"), null);
  }
}
