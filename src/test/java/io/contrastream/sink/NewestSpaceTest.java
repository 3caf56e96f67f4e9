package io.contrastream.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.Settings;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.Topic;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.CheckpointWriter;
import io.contrastream.topic.registry.SchemaRegistry;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NewestSpaceTest {
  private static final String OLD = "old";
  private static final String NEW = "20f73ce1f9de";

  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  @Test
  void shouldChangeOverOnceTheTopicHasSaidThatASpaceIsComplete() throws Exception {
    // given
    Settings settings = CLUSTER.settings("complete").load();
    CLUSTER.prepare(settings);
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      Topic<String, ModelCheckpoint> topic = Topics.of(settings, registry).checkpoints();
      try (NewestSpace choice = new NewestSpace(settings, topic)) {
        assertThat(choose(choice)).isEqualTo(OLD);

        // when
        complete(NEW, settings, topic);
        String whenRead = choose(choice);
        String then = choose(choice);

        // then: between the two, the sink has read what was embedded
        assertThat(whenRead).isEqualTo(OLD);
        assertThat(then).isEqualTo(NEW);
      }
    }
  }

  private static String choose(SpaceChoice choice) {
    return choice
        .choose(List.of(OLD, NEW), Optional.of(OLD), space -> space.equals(OLD) ? 10 : 9)
        .orElseThrow();
  }

  private static void complete(
      String space, Settings settings, Topic<String, ModelCheckpoint> topic) throws Exception {
    try (KafkaProducer<String, ModelCheckpoint> producer =
        new KafkaProducer<>(
            CheckpointWriter.producerProperties(settings),
            topic.keys().serializer(),
            topic.values().serializer())) {
      new CheckpointWriter(producer, topic.name(), settings.checkpoints())
          .complete(space, space, 9, 1)
          .get();
    }
  }
}
