package io.contrastream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.config.Settings;
import io.contrastream.lifecycle.ProcessFailedException;
import io.contrastream.network.InitialWeights;
import io.contrastream.schema.TrainingEvent;
import io.contrastream.testing.Await;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.testing.FailingRegistry;
import io.contrastream.topic.TopicException;
import io.contrastream.topic.registry.SchemaRegistry;
import io.contrastream.training.TrainerStateException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a trainer does where something is wrong; a real broker. */
class TrainerFaultsTest {
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();
  private static TrainerHarness harness;

  @BeforeAll
  static void start() {
    harness = new TrainerHarness(CLUSTER);
    harness.produce(harness.settings("pairs", "filler"), 0, 400);
  }

  @AfterAll
  static void stop() throws Exception {
    harness.close();
  }

  @Test
  void shouldBeginAnewWhereAskedThoughTheSavedStateIsDamaged() throws Exception {
    Settings settings = harness.settings("pairs", "damaged");
    harness.train(settings, new TrainerProcess.Options(true, 4));
    String once = harness.state(settings).weights();
    garbage(settings, settings.topics().trainerState(), 1, "damaged/learner/weights/0");

    assertThatThrownBy(() -> harness.train(settings, TrainerProcess.Options.NONE))
        .isInstanceOf(TrainerStateException.class)
        .hasMessageContaining("--from-scratch");
    harness.train(settings, new TrainerProcess.Options(true, 4));

    assertThat(harness.state(settings).weights()).isEqualTo(once);
  }

  @Test
  void shouldStopTheFirstOfTwoTrainersOfOneName() throws Exception {
    Settings settings = harness.settings("fence", "twins");
    harness.produce(settings, 0, 40);
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        TrainerProcess first =
            TrainerProcess.start(settings, registry, TrainerProcess.Options.NONE)) {
      assertThat(first.await(Duration.ofSeconds(3))).isFalse();
      try (TrainerProcess second =
          TrainerProcess.start(settings, registry, TrainerProcess.Options.NONE)) {
        harness.produce(settings, 40, 120);

        assertThat(first.await(Duration.ofMinutes(1))).isTrue();
        assertThatThrownBy(first::throwFailure)
            .isInstanceOf(ProcessFailedException.class)
            .hasMessageContaining("Another trainer named twins was started")
            .hasMessageContaining("--name");
        assertThat(second.isRunning()).isTrue();
        second.throwFailure();
      }
    }
  }

  @Test
  void shouldGoOnWhereItsProducerIsFencedThoughNoOtherTrainerWasStarted() throws Exception {
    Settings settings = harness.settings("alone", "alone", "topics.partitions=1");
    harness.produce(settings, 0, 400);
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        TrainerProcess trainer =
            TrainerProcess.start(settings, registry, new TrainerProcess.Options(true, 16));
        Admin admin = Admin.create(settings.adminProperties())) {
      Await.until("some steps", () -> trainer.progress().counts().steps() > 4);

      // as Kafka does after the timeout of a transaction
      admin.fenceProducers(List.of(settings.training().clientId())).all().get();
      harness.produce(settings, 200, 400);

      assertThat(trainer.await(Duration.ofMinutes(1))).isTrue();
      trainer.throwFailure();
    }
    assertThat(harness.telemetry(settings, TrainingEvent.STARTED)).hasSize(2);
    assertThat(harness.state(settings).steps()).isEqualTo(16);
  }

  @Test
  void shouldPassOverARecordThatIsNoPair() throws Exception {
    Settings settings = harness.settings("bad", "bad");
    harness.produce(settings, 0, 20);
    garbage(settings, settings.topics().labelledPairs(), 3, null);
    harness.produce(settings, 20, 100);

    harness.train(settings, new TrainerProcess.Options(true, 4));

    assertThat(harness.state(settings).steps()).isEqualTo(4);
  }

  @Test
  void shouldNotReadTheSavedStateForEver() throws Exception {
    Settings settings = harness.settings("pairs", "long-read");
    harness.train(settings, new TrainerProcess.Options(true, 2));

    assertThatThrownBy(() -> TrainerLog.readState(settings, Duration.ZERO))
        .isInstanceOf(TopicException.class)
        .hasMessageContaining("could not be read within 0 s");
  }

  @Test
  void shouldStopWhereTheThreadThatReadsDiesOfAnError() throws Exception {
    Settings settings = harness.settings("pairs", "reader-dies");

    shouldFail(settings, "trainer-feed", "Reading the labelled pairs failed", () -> {});
  }

  @Test
  void shouldTellOfAnErrorThatItDiedOf() throws Exception {
    Settings settings = harness.settings("dies", "trainer-dies");
    harness.produce(settings, 0, 0);

    shouldFail(
        settings,
        "trainer",
        "NoClassDefFoundError",
        () -> {
          harness.publish(settings, InitialWeights.of(2)); // read to judge the first candidate
          harness.produce(settings, 0, 400);
        });
  }

  private static void shouldFail(
      Settings settings, String thread, String message, Runnable onceStarted)
      throws InterruptedException {
    try (SchemaRegistry registry =
            new FailingRegistry(SchemaRegistry.connect(settings.registry()), thread);
        TrainerProcess trainer =
            TrainerProcess.start(settings, registry, new TrainerProcess.Options(true, 0))) {
      onceStarted.run();
      assertThat(trainer.await(Duration.ofMinutes(1))).isTrue();
      assertThatThrownBy(trainer::throwFailure).hasMessageContaining(message);
    }
  }

  private static void garbage(Settings settings, String topic, int partitions, String key) {
    Map<String, Object> properties = settings.producerProperties();
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
      for (int partition = 0; partition < partitions; partition++) {
        producer.send(new ProducerRecord<>(topic, partition, key, new byte[] {1, 2, 3}));
      }
    }
  }
}
