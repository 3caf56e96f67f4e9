package io.contrastream.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.cluster.LocalCluster;
import io.contrastream.config.Settings;
import io.contrastream.demo.Demo;
import io.contrastream.demo.DemoPlan;
import io.contrastream.encoding.Encoder;
import io.contrastream.feed.InputFeed;
import io.contrastream.image.source.DigitSources;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.network.ImageEncoders;
import io.contrastream.network.InitialWeights;
import io.contrastream.processor.swap.CheckpointAdmin;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.Modality;
import io.contrastream.schema.TrainingEvent;
import io.contrastream.schema.TrainingStep;
import io.contrastream.testing.Await;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.testing.TestSettings;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicException;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A monitor with and without a running processor. */
class MonitorTest {
  private static final long IMAGES = 400;
  private static final String MODALITIES = "modalities=image,caption,sound";

  @TempDir static Path folder;
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  @Test
  void shouldShowARunningProcessor() throws Exception {
    Settings settings = settings("at-work");
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      TopicSetup.ensure(settings, Topics.of(settings, registry));
      try (Monitor monitor = monitorFromNow(settings, registry);
          Demo demo = demo(settings)) {
        complete(demo);
        Snapshot done =
            await(
                monitor,
                snapshot ->
                    snapshot.embedded().count() == IMAGES
                        && snapshot.loss() != null
                        && "Stable".equals(snapshot.group().state()));
        send(settings, 2, "not avro\u001b[2J");
        Snapshot after = await(monitor, snapshot -> snapshot.deadLetters().count() > 0);
        Snapshot idle = await(monitor, snapshot -> snapshot.lag().total() == 0);

        assertThat(done.images().count()).isEqualTo(IMAGES);
        assertThat(done.lag()).isEqualTo(new Snapshot.Lag(0, 0, null, null));
        assertThat(done.group())
            .isEqualTo(new Snapshot.Group(settings.stream().applicationId(), "Stable", 1, 2));
        assertThat(done.loss().loss()).isBetween(0.0, 4.0);
        assertThat(done.loss().checkpoint()).isEqualTo(InitialWeights.of(1).id());
        assertThat(done.lossCurve()).isNotEmpty().endsWith(done.loss().loss());
        assertThat(after.deadLetters().count()).isEqualTo(1);
        assertThat(after.newestDeadLetters()).hasSize(1);
        assertThat(after.newestDeadLetters().get(0).cause()).contains("Not Avro");
        assertThat(after.newestDeadLetters().get(0).topic()).isEqualTo(settings.topics().images());
        assertThat(idle.embedded().count()).isEqualTo(IMAGES + 1);
      }
    }
  }

  @Test
  void shouldShowTheLagWithoutAProcessor() {
    Settings settings = settings("nobody");
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      TopicSetup.ensure(settings, Topics.of(settings, registry));
      send(settings, 0, "one");
      try (Monitor monitor = new Monitor(settings, registry)) {
        monitor.snapshot();
        send(settings, 3, "two", "three", "four");
        Snapshot snapshot = monitor.snapshot();

        assertThat(snapshot.lag()).isEqualTo(new Snapshot.Lag(4, 3, settings.topics().images(), 3));
        assertThat(snapshot.images().count()).isEqualTo(3);
        assertThat(snapshot.images().perSecond()).isPositive();
        assertThat(snapshot.embedded()).isEqualTo(new Snapshot.Flow(0, 0.0));
        assertThat(snapshot.group())
            .isEqualTo(new Snapshot.Group(settings.stream().applicationId(), null, 0, 0));
        assertThat(snapshot.loss()).isNull();
        assertThat(snapshot.checkpoint()).isNull();
        assertThat(snapshot.trainer()).isNull();
        assertThat(snapshot.newestDeadLetters()).isEmpty();
      }
    }
  }

  @Test
  void shouldCountTheInputsOfAllModalities() {
    Settings settings = settings("three", CLUSTER.settings("three").with(MODALITIES));
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      TopicSetup.ensure(settings, Topics.of(settings, registry));
      send(settings, 0, "an image");
      sendTo(settings, settings.topics().captions(), 1, "one caption", "two");
      sendTo(settings, settings.topics().sounds(), 2, "a sound", "two", "three");
      try (Monitor monitor = new Monitor(settings, registry)) {
        Snapshot snapshot = monitor.snapshot();

        assertThat(snapshot.lag()).isEqualTo(new Snapshot.Lag(6, 3, settings.topics().sounds(), 2));
        assertThat(snapshot.modalities()).containsExactly("image", "caption", "sound");
      }
    }
  }

  @Test
  void shouldShowTheLossesOfEachTwoModalities() {
    Settings settings = settings("losses", CLUSTER.settings("losses").with(MODALITIES));
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      Topics topics = Topics.of(settings, registry);
      TopicSetup.ensure(settings, topics);
      send(
          settings,
          topics.loss(),
          window(Modality.IMAGE, Modality.IMAGE, 0.1),
          window(Modality.IMAGE, Modality.SOUND, 0.4),
          window(Modality.IMAGE, Modality.CAPTION, 0.3));
      try (Monitor monitor = new Monitor(settings, registry)) {
        Snapshot snapshot = await(monitor, seen -> seen.otherLosses().size() == 2);

        assertThat(snapshot.lossCurve()).containsExactly(0.1);
        assertThat(snapshot.otherLosses())
            .extracting(each -> each.loss().modalities())
            .containsExactly("image:caption", "image:sound");
        assertThat(snapshot.otherLosses())
            .extracting(Snapshot.Losses::lossCurve)
            .containsExactly(List.of(0.3), List.of(0.4));
      }
    }
  }

  @Test
  void shouldNotCountOldDeadLetters() {
    Settings settings = settings("old-letters");
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      TopicSetup.ensure(settings, Topics.of(settings, registry));
      sendTo(settings, settings.topics().deadLetters(), 0, "old");
      try (Monitor monitor = new Monitor(settings, registry)) {
        Snapshot first = await(monitor, snapshot -> snapshot.newestDeadLetters().size() == 1);
        sendTo(settings, settings.topics().deadLetters(), 0, "new", "newer");
        Snapshot second = await(monitor, snapshot -> snapshot.newestDeadLetters().size() == 3);

        assertThat(first.deadLetters().count()).isZero();
        assertThat(first.newestDeadLetters()).extracting(it -> it.text()).containsExactly("old");
        assertThat(second.deadLetters().count()).isEqualTo(2);
      }
    }
  }

  @Test
  void shouldShowCheckpointAndTrainer() {
    Settings settings = settings("learning");
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      Topics topics = Topics.of(settings, registry);
      TopicSetup.ensure(settings, topics);
      String id = activate(settings, topics);
      send(
          settings,
          topics.training(),
          step(1000).setKind(TrainingEvent.STEP).setStep(10).setLoss(0.25).build(),
          step(2000)
              .setKind(TrainingEvent.REFUSED)
              .setStep(20)
              .setCheckpointId("0123456789ab")
              .setReasons(List.of("holdout.loss is worse"))
              .build(),
          step(3000).setKind(TrainingEvent.STEP).setStep(30).setLoss(0.125).build());
      try (Monitor monitor = new Monitor(settings, registry)) {
        Snapshot snapshot =
            await(monitor, seen -> seen.trainer() != null && seen.trainer().step() == 30);

        assertThat(snapshot.checkpoint().id()).isEqualTo(id);
        assertThat(snapshot.checkpoint().reason()).isEqualTo("a test");
        assertThat(snapshot.checkpoint().atMs()).isPositive();
        assertThat(snapshot.trainer())
            .isEqualTo(
                new Snapshot.Trainer(
                    30,
                    0.125,
                    3000,
                    new Snapshot.Verdict(
                        "REFUSED", "0123456789ab", "holdout.loss is worse", 2000)));
      }
    }
  }

  @Test
  void shouldNameTheMissingTopic() {
    Settings settings = settings("missing");
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      assertThatThrownBy(() -> new Monitor(settings, registry))
          .isInstanceOf(StartupException.class)
          .hasMessageContainingAll(
              "Topic " + settings.topics().images() + " does not exist", "topics create");
    }
  }

  @Test
  void shouldContinueWhenTheBrokerComesBack() {
    Path data = folder.resolve("outage");
    LocalCluster first = LocalCluster.start(data, 0, 0);
    Settings settings =
        settings(
            "outage",
            TestSettings.at(first.bootstrapServers(), first.registryUrl()).named("outage"));
    int port = port(first.bootstrapServers());
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      TopicSetup.ensure(settings, Topics.of(settings, registry));
      try (Monitor monitor = new Monitor(settings, registry)) {
        monitor.snapshot();
        first.close();
        assertThatThrownBy(monitor::snapshot)
            .isInstanceOf(TopicException.class)
            .hasMessageContaining("No Kafka broker answers at " + first.bootstrapServers());
        try (LocalCluster second = LocalCluster.start(data, port, 0)) {
          assertThat(second.bootstrapServers()).isEqualTo(first.bootstrapServers());
          send(settings, 0, "one");
          Snapshot snapshot = await(monitor, it -> true);

          assertThat(snapshot.images().count()).isEqualTo(1);
        }
      }
    } finally {
      first.close();
    }
  }

  private static int port(String servers) {
    return Integer.parseInt(servers.substring(servers.lastIndexOf(':') + 1));
  }

  /** Takes the first snapshot, from which the monitor counts. */
  private static Monitor monitorFromNow(Settings settings, SchemaRegistry registry) {
    Monitor monitor = new Monitor(settings, registry);
    monitor.snapshot();
    return monitor;
  }

  private static Demo demo(Settings settings) throws InterruptedException {
    return Demo.start(
        settings,
        new DemoPlan(DigitSources.open("drawn:200", 1), 1, new InputFeed.Plan(IMAGES, 0)));
  }

  private static void complete(Demo demo) {
    Await.until(
        "the demo is complete",
        () -> {
          demo.advance(Duration.ofMillis(100));
          return demo.isComplete();
        });
  }

  /**
   * Takes snapshots until one matches; tolerates failures, because a restarted broker needs time.
   */
  private static Snapshot await(Monitor monitor, Predicate<Snapshot> wanted) {
    return (Snapshot)
        Await.first(
            "a snapshot that matches",
            () -> snapshotOrFailure(monitor),
            seen -> seen instanceof Snapshot snapshot && wanted.test(snapshot));
  }

  private static Object snapshotOrFailure(Monitor monitor) {
    try {
      return monitor.snapshot();
    } catch (RuntimeException e) {
      return e;
    }
  }

  private static String activate(Settings settings, Topics topics) {
    try (CheckpointAdmin store = new CheckpointAdmin(settings, topics.checkpoints());
        Encoder<byte[]> model =
            ImageEncoders.load(
                InitialWeights.of(1),
                "a test",
                settings.model().path(),
                settings.model().device(),
                List.of())) {
      store.publish(InitialWeights.of(1), model);
      return store.activate(model.checkpointId(), ActivationCause.MANUAL, "a test", "a test").id();
    }
  }

  private static TrainingStep.Builder step(long atMs) {
    return TrainingStep.newBuilder().setTrainerId("trainer").setAtMs(atMs);
  }

  private static LossWindow window(Modality one, Modality other, double loss) {
    return LossWindow.newBuilder()
        .setCheckpointId("0123456789ab")
        .setWindowStartMs(1000)
        .setWindowEndMs(2000)
        .setPairs(10)
        .setPositives(10)
        .setMeanLoss(loss)
        .setModality(one)
        .setOtherModality(other)
        .build();
  }

  @SafeVarargs
  private static <V> void send(Settings settings, Topic<String, V> topic, V... values) {
    try (KafkaProducer<String, V> producer =
        new KafkaProducer<>(
            settings.producerProperties(),
            topic.keys().serializer(),
            topic.values().serializer())) {
      for (V value : values) {
        producer.send(new ProducerRecord<>(topic.name(), "a key", value));
      }
    }
  }

  private static void send(Settings settings, int partition, String... values) {
    sendTo(settings, settings.topics().images(), partition, values);
  }

  private static void sendTo(Settings settings, String topic, int partition, String... values) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            settings.producerProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (String value : values) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, partition, null, bytes));
      }
    }
  }

  /** Each test has topics and an application of its own. */
  private static Settings settings(String name) {
    return settings(name, CLUSTER.settings(name));
  }

  private static Settings settings(String name, TestSettings start) {
    return start
        .with(Monitor.DEFAULTS)
        .untrained(folder)
        .with(
            "stream.threads=2",
            "stream.state.dir=" + folder.resolve(name + "-state"),
            "dashboard.enabled=false",
            "loss.window=1s",
            "loss.grace=0s")
        .load();
  }
}
