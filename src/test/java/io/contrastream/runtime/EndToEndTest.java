package io.contrastream.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.config.Settings;
import io.contrastream.config.Sources;
import io.contrastream.image.DigitSource;
import io.contrastream.image.DigitSources;
import io.contrastream.model.InitialWeights;
import io.contrastream.runtime.demo.Demo;
import io.contrastream.runtime.demo.DemoPlan;
import io.contrastream.schema.LossWindow;
import io.contrastream.topic.SchemaRegistry;
import io.contrastream.topic.Topic;
import io.contrastream.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: real broker, real registry, real network; counts are taken from the topics. */
class EndToEndTest {
  @TempDir static Path folder;
  private static LocalCluster cluster;

  @BeforeAll
  static void start() {
    cluster = LocalCluster.startThrowAway(0, 0);
    CheckpointFile.save(InitialWeights.of(1), folder.resolve("untrained.safetensors"));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void shouldTakeEveryImageAllTheWay() throws Exception {
    try (Demo demo = start("all-the-way", 400, 0)) {
      Demo.Result result = complete(demo);

      assertThat(result.images()).isEqualTo(400);
      assertThat(result.embeddings()).isEqualTo(400);
      assertThat(result.pairs()).isEqualTo(200);
      assertThat(result.scores()).isEqualTo(200);
      assertThat(result.labelledPairs()).isEqualTo(200);
      assertThat(result.deadLetters()).isZero();
      assertThat(result.checkpoint()).isEqualTo(InitialWeights.of(1).id());
      assertThat(result.meanLoss()).isPositive();
    }
  }

  @Test
  void shouldCountEachPairInOneLossWindow() throws Exception {
    Settings settings = settings("windows");
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      Topics topics = Topics.of(settings.topics(), registry);
      TopicSetup.ensure(settings, topics);
      try (TopicReader<String, LossWindow> windows = reader(settings, topics.loss());
          Demo demo = start("windows", 300, 0)) {
        complete(demo);
        List<LossWindow> reported = new ArrayList<>();
        await(
            () -> {
              windows.poll(Duration.ofMillis(200), record -> reported.add(record.value()));
              return reported.stream().mapToLong(LossWindow::getPairs).sum() >= 150;
            });

        assertThat(reported.stream().mapToLong(LossWindow::getPairs).sum()).isEqualTo(150);
        assertThat(reported).allMatch(window -> window.getUnmatched() == 0);
      }
    }
  }

  @Test
  void shouldCostABadRecordOneDeadLetterAndNothingElse() throws Exception {
    Settings settings = settings("bad-records");
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      Topics topics = Topics.of(settings.topics(), registry);
      TopicSetup.ensure(settings, topics);
      try (TopicReader<byte[], byte[]> dead = reader(settings, topics.deadLetters());
          Demo demo = start("bad-records", 400, 400)) {
        send(settings, topics.images().name(), "not avro", "{\"imageId\": 1}", "");
        Demo.Result result = complete(demo);
        List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
        await(
            () -> {
              dead.poll(Duration.ofMillis(200), letters::add);
              return letters.size() >= 3;
            });

        assertThat(result.embeddings()).isEqualTo(400);
        assertThat(result.scores()).isEqualTo(200);
        assertThat(letters)
            .extracting(letter -> new String(letter.value(), StandardCharsets.UTF_8))
            .containsExactlyInAnyOrder("not avro", "{\"imageId\": 1}", "");
      }
    }
  }

  @Test
  void shouldGoOnWhereTheLastProcessorStopped() throws Exception {
    Settings settings = settings("restart");
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      Topics topics = Topics.of(settings.topics(), registry);
      TopicSetup.ensure(settings, topics);
      try (ImageProducer producer = new ImageProducer(settings, topics.images());
          Tally tally = new Tally(settings, topics, producer.runId())) {
        ImageFeed feed = new ImageFeed(digits(), 1, new ImageFeed.Plan(1000, 500, true), producer);
        Thread feeding = new Thread(feed, "feed");
        feeding.start();
        try (StreamProcessor first = StreamProcessor.start(settings, registry)) {
          first.awaitReady(Duration.ofMinutes(1));
          await(() -> poll(tally).embeddings() >= 100);
        }
        try (StreamProcessor second = StreamProcessor.start(settings, registry)) {
          second.awaitReady(Duration.ofMinutes(1));
          await(() -> poll(tally).complete(1000));
        }
        feeding.join();

        assertThat(tally.embeddings()).isEqualTo(1000);
        assertThat(tally.scores()).isEqualTo(500);
        assertThat(tally.labelledPairs()).isEqualTo(500);
      }
    }
  }

  private static Tally poll(Tally tally) {
    tally.poll(Duration.ofMillis(100));
    return tally;
  }

  private static Demo start(String name, long images, double perSecond)
      throws InterruptedException {
    return Demo.start(
        settings(name), new DemoPlan(digits(), 1, new ImageFeed.Plan(images, perSecond, true)));
  }

  private static DigitSource digits() {
    return DigitSources.open("drawn:200", 1);
  }

  private static Demo.Result complete(Demo demo) {
    await(
        () -> {
          demo.advance(Duration.ofMillis(100));
          return demo.isComplete();
        });
    return demo.result();
  }

  private static <K, V> TopicReader<K, V> reader(Settings settings, Topic<K, V> topic) {
    return new TopicReader<>(settings.consumerProperties(), topic, TopicReader.From.LATEST);
  }

  private static void send(Settings settings, String topic, String... values) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            settings.producerProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (String value : values) {
        producer.send(new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8)));
      }
    }
  }

  /** Each test has topics and an application of its own. */
  private static Settings settings(String name) {
    List<String> overrides =
        new ArrayList<>(
            List.of(
                "kafka.bootstrap.servers=" + cluster.bootstrapServers(),
                "registry.schema.registry.url=" + cluster.registryUrl(),
                "model.checkpoint=" + folder.resolve("untrained.safetensors"),
                "stream.application.id=" + name,
                "stream.threads=2",
                "stream.state.dir=" + folder.resolve(name),
                "loss.window=1s",
                "loss.grace=500ms"));
    for (String topic :
        List.of(
            "images",
            "embeddings",
            "scores",
            "loss",
            "labelled.pairs",
            "checkpoints",
            "training",
            "trainer.state",
            "dead.letters")) {
      overrides.add("topics." + topic + "=" + name + "-" + topic);
    }
    return Settings.load(new Sources(Optional.empty(), Map.of(), overrides));
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited two minutes").isLessThan(deadline);
    }
  }
}
