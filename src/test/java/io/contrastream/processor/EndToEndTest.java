package io.contrastream.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.Settings;
import io.contrastream.demo.Demo;
import io.contrastream.demo.DemoPlan;
import io.contrastream.feed.InputFeed;
import io.contrastream.feed.InputProducer;
import io.contrastream.feed.RunCounter;
import io.contrastream.image.Digit;
import io.contrastream.image.DigitSource;
import io.contrastream.image.source.DigitSources;
import io.contrastream.network.InitialWeights;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.ImageRole;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.PairScore;
import io.contrastream.testing.Await;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.testing.TestSettings;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicReader;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole pipeline on a real broker, registry and network, judged by what is in the topics. */
class EndToEndTest {
  @TempDir static Path folder;
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  @Test
  void shouldProcessEveryImage() throws Exception {
    try (Demo demo = start("all-the-way", 400, 0)) {
      Demo.Result result = complete(demo);

      assertThat(result.counts().images()).isEqualTo(400);
      assertThat(result.counts().embeddings()).isEqualTo(400);
      assertThat(result.counts().pairs()).isEqualTo(200);
      assertThat(result.counts().scores()).isEqualTo(200);
      assertThat(result.counts().labelledPairs()).isEqualTo(200);
      assertThat(result.counts().deadLetters()).isZero();
      assertThat(result.checkpoint()).isEqualTo(InitialWeights.of(1).id());
      assertThat(result.counts().meanLoss()).isPositive();
    }
  }

  @Test
  void shouldProcessEveryInputOfThreeModalities() throws Exception {
    Settings settings = testSettings("three-modalities").untrainedForAll(folder).load();
    DemoPlan plan =
        new DemoPlan(
            digits(),
            1,
            new InputFeed.Plan(202, 0),
            false,
            Optional.empty(),
            settings.modalities());
    try (Demo demo = Demo.start(settings, plan)) {
      RunCounter.Counts counts = complete(demo).counts();

      // 50 rounds of four images, and two single ones
      assertThat(counts.images()).isEqualTo(202);
      assertThat(counts.captions()).isEqualTo(100);
      assertThat(counts.sounds()).isEqualTo(100);
      assertThat(counts.embeddings()).isEqualTo(402);
      assertThat(counts.pairs()).isEqualTo(200);
      assertThat(counts.scores()).isEqualTo(200);
      assertThat(counts.labelledPairs()).isEqualTo(200);
      assertThat(counts.deadLetters()).isZero();
      assertThat(demo.result().lossesAcross())
          .containsOnlyKeys("image:caption", "image:sound", "caption:sound");
    }
  }

  @Test
  void shouldCountEachPairInOneLossWindow() throws Exception {
    Settings settings = settings("windows");
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      Topics topics = Topics.of(settings, registry);
      TopicSetup.ensure(settings, topics);
      try (TopicReader<String, LossWindow> windows = reader(settings, topics.loss());
          Demo demo = start("windows", 300, 0)) {
        complete(demo);
        List<LossWindow> reported = new ArrayList<>();
        Await.until(
            "150 pairs in loss windows",
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
  void shouldTurnABadRecordIntoOneDeadLetterOnly() throws Exception {
    Settings settings = settings("bad-records");
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      Topics topics = Topics.of(settings, registry);
      TopicSetup.ensure(settings, topics);
      try (TopicReader<byte[], byte[]> dead = reader(settings, topics.deadLetters());
          Demo demo = start("bad-records", 400, 400)) {
        send(settings, topics.images().name(), "not avro", "{\"imageId\": 1}", "");
        Demo.Result result = complete(demo);
        List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
        Await.until(
            "three dead letters",
            () -> {
              dead.poll(Duration.ofMillis(200), letters::add);
              return letters.size() >= 3;
            });

        assertThat(result.counts().embeddings()).isEqualTo(400);
        assertThat(result.counts().scores()).isEqualTo(200);
        assertThat(letters)
            .extracting(letter -> new String(letter.value(), StandardCharsets.UTF_8))
            .containsExactlyInAnyOrder("not avro", "{\"imageId\": 1}", "");
      }
    }
  }

  @Test
  void shouldResumeWhereTheLastProcessorStopped() throws Exception {
    Settings settings = settings("restart");
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      Topics topics = Topics.of(settings, registry);
      TopicSetup.ensure(settings, topics);
      try (InputProducer producer = new InputProducer(settings, topics);
          RunCounter tally = new RunCounter(settings, topics, producer.runId(), score -> {})) {
        InputFeed feed =
            new InputFeed(
                InputFeed.Schedule.ofPairs(digits(), 1), new InputFeed.Plan(1000, 500), producer);
        Thread feeding = new Thread(feed, "feed");
        feeding.start();
        try (StreamProcessor first = StreamProcessor.start(settings, registry)) {
          first.awaitReady(Duration.ofMinutes(1));
          Await.until("100 embeddings", () -> poll(tally).counts().embeddings() >= 100);
        }
        try (StreamProcessor second = StreamProcessor.start(settings, registry)) {
          second.awaitReady(Duration.ofMinutes(1));
          Await.until("all outputs of 1000 images", () -> poll(tally).complete(1000));
        }
        feeding.join();

        assertThat(tally.counts().embeddings()).isEqualTo(1000);
        assertThat(tally.counts().scores()).isEqualTo(500);
        assertThat(tally.counts().labelledPairs()).isEqualTo(500);
      }
    }
  }

  @Test
  void shouldKeepTheTraceOfEachImageInABatch() throws Exception {
    Settings settings = settings("traces");
    Map<String, String> sent = new HashMap<>();
    Map<String, String> embedded = new HashMap<>();
    Map<String, String> scored = new HashMap<>();
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      Topics topics = Topics.of(settings, registry);
      TopicSetup.ensure(settings, topics);
      try (TopicReader<String, ImageEmbedding> embeddings = reader(settings, topics.embeddings());
          TopicReader<String, PairScore> scores = reader(settings, topics.scores())) {
        sendTraced(settings, topics.images(), 100, sent);
        try (StreamProcessor processor = StreamProcessor.start(settings, registry)) {
          Await.until(
              "all embeddings and scores",
              () -> {
                embeddings.poll(
                    Duration.ofMillis(100),
                    record -> embedded.put(record.value().getImageId(), parent(record)));
                scores.poll(
                    Duration.ofMillis(100),
                    record -> scored.put(record.value().getContrastiveImageId(), parent(record)));
                return embedded.size() >= 200 && scored.size() >= 100;
              });
          assertThat(largestBatch(processor)).isGreaterThan(1);
        }
      }
    }

    assertThat(embedded).isEqualTo(sent);
    assertThat(scored)
        .hasSize(100)
        .allSatisfy((id, trace) -> assertThat(trace).isEqualTo(sent.get(id)));
  }

  /** Sends both images of each pair with the same trace and different spans. */
  private static void sendTraced(
      Settings settings, Topic<String, DigitImage> images, int pairs, Map<String, String> sent) {
    try (KafkaProducer<String, DigitImage> producer =
        new KafkaProducer<>(
            settings.producerProperties(),
            images.keys().serializer(),
            images.values().serializer())) {
      for (int i = 0; i < 2 * pairs; i++) {
        String pairId = "pair-" + i / 2;
        DigitImage image =
            DigitImage.newBuilder()
                .setImageId("image-" + i)
                .setPairId(pairId)
                .setRole(i % 2 == 0 ? ImageRole.ANCHOR : ImageRole.CONTRASTIVE)
                .setPixels(ByteBuffer.allocate(Digit.PIXELS))
                .build();
        String parent = "00-%032x-%016x-01".formatted(1 + i / 2, 1 + i);
        var record = new ProducerRecord<>(images.name(), pairId, image);
        record.headers().add("traceparent", parent.getBytes(StandardCharsets.UTF_8));
        producer.send(record);
        sent.put(image.getImageId(), parent);
      }
    }
  }

  private static String parent(ConsumerRecord<?, ?> record) {
    return new String(record.headers().lastHeader("traceparent").value(), StandardCharsets.UTF_8);
  }

  private static double largestBatch(StreamProcessor processor) {
    return processor.metrics().entrySet().stream()
        .filter(entry -> entry.getKey().name().equals("batch-size-max"))
        .map(entry -> entry.getValue().metricValue())
        .mapToDouble(value -> ((Number) value).doubleValue())
        .filter(Double::isFinite)
        .max()
        .orElseThrow();
  }

  private static RunCounter poll(RunCounter tally) {
    tally.poll(Duration.ofMillis(100));
    return tally;
  }

  private static Demo start(String name, long images, double perSecond)
      throws InterruptedException {
    return Demo.start(
        settings(name), new DemoPlan(digits(), 1, new InputFeed.Plan(images, perSecond)));
  }

  private static DigitSource digits() {
    return DigitSources.open("drawn:200", 1);
  }

  private static Demo.Result complete(Demo demo) {
    Await.until(
        "the demo is complete",
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

  /** Each test has its own topics and application id. */
  private static Settings settings(String name) {
    return testSettings(name).load();
  }

  private static TestSettings testSettings(String name) {
    return CLUSTER
        .settings(name)
        .untrained(folder)
        .with(
            "stream.threads=2",
            "stream.state.dir=" + folder.resolve(name),
            "loss.window=1s",
            "loss.grace=500ms");
  }
}
