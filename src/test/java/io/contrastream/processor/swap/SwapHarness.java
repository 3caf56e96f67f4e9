package io.contrastream.processor.swap;

import io.contrastream.config.Settings;
import io.contrastream.feed.InputFeed;
import io.contrastream.feed.InputProducer;
import io.contrastream.image.DigitPair;
import io.contrastream.image.DigitPairs;
import io.contrastream.image.DigitSource;
import io.contrastream.image.source.DigitSources;
import io.contrastream.processor.StreamProcessor;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.schema.PairScore;
import io.contrastream.testing.Await;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.TopicReader;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointWriter;
import io.contrastream.topic.registry.SchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The topics of one test on a real cluster: feeds images and collects all outputs. */
public final class SwapHarness implements AutoCloseable {
  private final EmbeddedCluster cluster;
  private final Path folder;
  private final String name;
  private final String[] overrides;
  public final Settings settings;
  final SchemaRegistry registry;
  public final Topics topics;
  final CheckpointAdmin store;
  final List<ImageEmbedding> embeddings = new ArrayList<>();
  final List<PairScore> scores = new ArrayList<>();

  private final CheckpointWriter writer;
  private final KafkaProducer<String, ModelCheckpoint> producer;
  private final InputProducer images;
  private final TopicReader<String, ImageEmbedding> embeddingReader;
  private final TopicReader<String, PairScore> scoreReader;
  private final List<StreamProcessor> processors = new ArrayList<>();
  private final DigitSource digits = DigitSources.open("drawn:200", 1);
  private int started;
  private InputFeed feed;
  private Thread feeding;

  public SwapHarness(EmbeddedCluster cluster, Path folder, String name, String... overrides) {
    this.cluster = cluster;
    this.folder = folder;
    this.name = name;
    this.overrides = overrides;
    settings = settings(cluster, folder, name, overrides);
    registry = SchemaRegistry.connect(settings.registry());
    topics = Topics.of(settings, registry);
    TopicSetup.ensure(settings, topics);
    store = new CheckpointAdmin(settings, topics.checkpoints());
    producer =
        new KafkaProducer<>(
            CheckpointWriter.producerProperties(settings),
            topics.checkpoints().keys().serializer(),
            topics.checkpoints().values().serializer());
    writer = new CheckpointWriter(producer, topics.checkpoints().name(), settings.checkpoints());
    images = new InputProducer(settings, topics);
    embeddingReader =
        new TopicReader<>(
            settings.consumerProperties(), topics.embeddings(), TopicReader.From.LATEST);
    scoreReader =
        new TopicReader<>(settings.consumerProperties(), topics.scores(), TopicReader.From.LATEST);
  }

  private static Settings settings(
      EmbeddedCluster cluster, Path folder, String name, String... others) {
    return cluster
        .settings(name)
        .untrained(folder)
        .with("checkpoints.model=" + Candidates.MODEL, "stream.threads=2")
        .with(others)
        .load();
  }

  /** Starts an instance with its own state folder and waits until it is ready. */
  StreamProcessor process(String... more) throws InterruptedException {
    Path state = folder.resolve(name + "-" + started++);
    StreamProcessor processor =
        StreamProcessor.start(
            settings(cluster, folder, name, with("stream.state.dir=" + state, more)), registry);
    processors.add(processor);
    processor.awaitReady(Await.TIMEOUT);
    return processor;
  }

  private String[] with(String override, String... more) {
    return Stream.of(overrides, new String[] {override}, more)
        .flatMap(Stream::of)
        .toArray(String[]::new);
  }

  /** Feeds pairs until {@link #drain}. */
  void feed(double imagesPerSecond) {
    feed(imagesPerSecond, digits);
  }

  void feed(double imagesPerSecond, DigitSource source) {
    feed =
        new InputFeed(
            InputFeed.Schedule.ofPairs(source, 1),
            new InputFeed.Plan(Long.MAX_VALUE, imagesPerSecond),
            images);
    feeding = new Thread(feed, "feed");
    feeding.start();
  }

  /** Returns the pair with this id. */
  DigitPair pair(String pairId) {
    return new DigitPairs(digits, 1)
        .pair(Long.parseLong(pairId.substring(pairId.indexOf('-') + 1)));
  }

  /** Stops feeding, waits for all outputs and returns the number of images sent. */
  long drain() throws InterruptedException {
    feed.stop();
    feeding.join();
    await(
        "all outputs",
        () ->
            embeddings.size() >= images.sent().images() && scores.size() >= images.sent().pairs());
    collect(Duration.ofMillis(500)); // collects duplicates, if there are any
    return images.sent().images();
  }

  void publish(ModelCheckpoint record) throws Exception {
    writer.publish(record).get();
  }

  public ActiveCheckpoint announce(String id) throws Exception {
    return announce(
        writer.next(store.history(), null, id, ActivationCause.MANUAL, "a test", "a test"));
  }

  ActiveCheckpoint announce(ActiveCheckpoint active) throws Exception {
    writer.announce(active).get();
    return active;
  }

  /** Stops an instance. */
  void stop(StreamProcessor processor) {
    processors.remove(processor);
    processor.close();
  }

  /** Writes undecodable bytes and a tombstone to each partition of the loss topic. */
  void spoilLoss(byte... bytes) throws Exception {
    try (KafkaProducer<String, byte[]> anyone =
        new KafkaProducer<>(
            settings.producerProperties(), new StringSerializer(), new ByteArraySerializer())) {
      for (int partition = 0; partition < settings.topics().partitions(); partition++) {
        String loss = topics.loss().name();
        anyone.send(new ProducerRecord<>(loss, partition, "x", bytes)).get();
        anyone.send(new ProducerRecord<>(loss, partition, "x", null)).get();
      }
    }
  }

  /** Collects outputs until the condition is true; throws the failure of a processor. */
  void await(String what, BooleanSupplier condition) {
    Await.until(
        what,
        () -> {
          processors.forEach(StreamProcessor::throwFailure);
          collect(Duration.ofMillis(50));
          return condition.getAsBoolean();
        });
  }

  void collect(Duration atMost) {
    embeddingReader.poll(atMost.dividedBy(2), record -> embeddings.add(record.value()));
    scoreReader.poll(atMost.dividedBy(2), record -> scores.add(record.value()));
  }

  @Override
  public void close() {
    if (feed != null) {
      feed.stop();
    }
    processors.forEach(StreamProcessor::close);
    images.close();
    embeddingReader.close();
    scoreReader.close();
    producer.close();
    store.close();
    registry.close();
  }
}
