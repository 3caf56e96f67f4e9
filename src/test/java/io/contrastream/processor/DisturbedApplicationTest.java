package io.contrastream.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.config.Settings;
import io.contrastream.feed.InputFeed;
import io.contrastream.feed.InputProducer;
import io.contrastream.image.source.DigitSources;
import io.contrastream.lifecycle.ProcessFailedException;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.testing.Await;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Others use the application's names in Kafka. Each message's cure is tried. */
class DisturbedApplicationTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  @TempDir Path folder;

  @Test
  void shouldNameTheInternalTopicOfAnotherSize() throws Exception {
    // given what a broker's auto-creation makes
    Settings settings = settings("auto-created");
    String internal = settings.stream().applicationId() + "-losses-repartition";
    CLUSTER.prepare(settings);
    try (Admin admin = Admin.create(settings.adminProperties());
        SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      admin.createTopics(List.of(new NewTopic(internal, 1, (short) 1))).all().get();

      // when
      try (StreamProcessor disturbed = StreamProcessor.start(settings, registry)) {
        assertThatThrownBy(() -> disturbed.awaitReady(PATIENCE))
            .isInstanceOf(ProcessFailedException.class)
            .hasMessageContaining(internal + " has 1 partitions, but the input topics have 4")
            .hasMessageContaining("Stop all processors, delete the topics");
      }

      // then
      admin.deleteTopics(List.of(internal)).all().get();
      startsWell(settings, registry);
    }
  }

  /** Either a producer fails first, or a rebalance comes first and creates the topic again. */
  @Test
  void shouldCreateADeletedInternalTopicOrSayThatItWasDeleted() throws Exception {
    // given
    Settings settings =
        settings(
            "deleted",
            "streams.producer.request.timeout.ms=3000",
            "streams.producer.delivery.timeout.ms=4000");
    String internal = settings.stream().applicationId() + "-losses-repartition";
    CLUSTER.prepare(settings);
    try (Admin admin = Admin.create(settings.adminProperties());
        SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        InputProducer producer = new InputProducer(settings, Topics.of(settings, registry))) {
      try (StreamProcessor processor = StreamProcessor.start(settings, registry)) {
        processor.awaitReady(PATIENCE);

        // when
        admin.deleteTopics(List.of(internal)).all().get();
        InputFeed.Plan plan = new InputFeed.Plan(2_000, 200);
        Thread feed =
            new Thread(
                new InputFeed(
                    InputFeed.Schedule.ofPairs(DigitSources.open("drawn:200", 1), 1),
                    plan,
                    producer));
        feed.start();

        // then
        feed.join();
        Await.until(
            "the processor stops or the topic exists",
            () -> processor.problem().isPresent() || exists(admin, internal));
        assertThat(processor.problem().orElse(internal + " was deleted, start the processor again"))
            .contains(internal + " was deleted", "start the processor again");
      }
      startsWell(settings, registry);
    }
  }

  @Test
  void shouldNameTheGroupThatAnotherProgramUses() throws Exception {
    // given
    Settings settings = settings("group");
    CLUSTER.prepare(settings);
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      try (KafkaConsumer<byte[], byte[]> other = consumer(settings)) {
        other.subscribe(List.of(settings.topics().images()));
        Await.until(
            "the other program is in the group",
            () -> {
              other.poll(Duration.ofMillis(100));
              return !other.assignment().isEmpty();
            });

        // when
        try (StreamProcessor processor = StreamProcessor.start(settings, registry)) {
          Await.until(
              "the processor stops",
              () -> {
                other.poll(Duration.ofMillis(100));
                return processor.problem().isPresent();
              });

          // then
          assertThat(processor.problem().orElseThrow())
              .contains("Another program is in the consumer group", "set stream.application.id");
        }
      }
      startsWell(settings, registry);
    }
  }

  @Test
  void shouldRefuseAnotherImagesTopicInTheSameGroup() throws Exception {
    // given
    Settings settings = settings("shared");
    Settings other = sharing(settings, "shared-2");
    CLUSTER.prepare(settings);
    CLUSTER.prepare(other);
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      try (StreamProcessor first = StreamProcessor.start(settings, registry)) {
        first.awaitReady(PATIENCE);

        // when
        assertThatThrownBy(() -> StreamProcessor.start(other, registry))
            // then
            .isInstanceOf(StartupException.class)
            .hasMessageContaining(
                "Another processor with stream.application.id=%s reads %s"
                    .formatted(settings.stream().applicationId(), settings.topics().images()))
            .hasMessageContaining("this one reads " + other.topics().images())
            .hasMessageContaining("give this one another stream.application.id");
        startsWell(settings, registry);
      }
      startsWell(other, registry);
    }
  }

  private Settings sharing(Settings settings, String name) {
    return CLUSTER
        .settings(name)
        .untrained(folder)
        .with("stream.threads=1", "stream.state.dir=" + folder)
        .with("stream.application.id=" + settings.stream().applicationId())
        .load();
  }

  private static boolean exists(Admin admin, String topic) {
    return admin
        .listTopics()
        .names()
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .contains(topic);
  }

  private static void startsWell(Settings settings, SchemaRegistry registry)
      throws InterruptedException {
    try (StreamProcessor processor = StreamProcessor.start(settings, registry)) {
      processor.awaitReady(PATIENCE);
      assertThat(processor.problem()).isEmpty();
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Settings settings) {
    Map<String, Object> properties = settings.consumerProperties();
    properties.put("group.id", settings.stream().applicationId());
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Settings settings(String name, String... more) {
    return CLUSTER
        .settings(name)
        .untrained(folder)
        .with("stream.threads=1", "stream.state.dir=" + folder)
        .with(more)
        .load();
  }
}
