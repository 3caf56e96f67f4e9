package io.contrastream.trainer;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.config.ForwardPath;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Encoder;
import io.contrastream.image.Digit;
import io.contrastream.image.DigitPair;
import io.contrastream.image.DigitPairs;
import io.contrastream.image.source.DigitSources;
import io.contrastream.network.ImageEncoders;
import io.contrastream.processor.swap.CheckpointAdmin;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageRole;
import io.contrastream.schema.LabelledPair;
import io.contrastream.schema.TrainingEvent;
import io.contrastream.schema.TrainingStep;
import io.contrastream.testing.Committed;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.testing.TestSettings;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicReader;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import io.contrastream.topic.checkpoint.CheckpointReader;
import io.contrastream.topic.checkpoint.PublishedCheckpoint;
import io.contrastream.topic.registry.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Topics with labelled pairs, and eyes for what trainers make of them. */
final class TrainerHarness implements AutoCloseable {
  static final DigitPairs PAIRS = new DigitPairs(DigitSources.open("drawn:200", 1), 1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final EmbeddedCluster cluster;
  private final Path folder;

  TrainerHarness(EmbeddedCluster cluster) {
    this.cluster = cluster;
    try {
      folder = Files.createTempDirectory("contrastream-trainer-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Small and quick: a step of eight pairs each eight pairs, a commit each few steps. */
  List<String> overrides(String topics, String trainer, String... more) {
    return builder(topics, trainer, more).overrides();
  }

  private TestSettings builder(String topics, String trainer, String... more) {
    return cluster
        .settings(topics)
        .untrained(folder)
        .with(
            "topics.partitions=3",
            "checkpoints.model=" + trainer,
            "training.name=" + trainer,
            "training.batch.size=8",
            "training.pairs.per.step=8",
            "training.replay=200",
            "training.hold.out=0.3",
            "training.commit.steps=2",
            "training.commit.interval=0ms",
            "training.candidate.steps=20",
            "training.candidate.interval=1h",
            "training.patience=2s",
            "gate.pairs=10")
        .with(more);
  }

  Settings settings(String topics, String trainer, String... more) {
    return builder(topics, trainer, more).load();
  }

  /** Drawn digits, in pairs; with the settings' share held out, half of them are trained on. */
  void produce(Settings settings, int from, int to) {
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      Topics topics = Topics.of(settings, registry);
      TopicSetup.ensure(settings, topics);
      Topic<String, LabelledPair> topic = topics.labelledPairs();
      try (KafkaProducer<String, LabelledPair> producer =
          new KafkaProducer<>(
              settings.producerProperties(),
              topic.keys().serializer(),
              topic.values().serializer())) {
        for (int i = from; i < to; i++) {
          LabelledPair pair = labelled("pair-" + i, PAIRS.pair(i));
          producer.send(new ProducerRecord<>(topic.name(), pair.getPairId(), pair));
        }
      }
    }
  }

  private static LabelledPair labelled(String id, DigitPair pair) {
    return new LabelledPair(
        id,
        image(id + "-a", id, pair.anchor(), ImageRole.ANCHOR),
        image(id + "-c", id, pair.contrastive(), ImageRole.CONTRASTIVE),
        pair.target());
  }

  private static DigitImage image(String id, String pairId, Digit digit, ImageRole role) {
    return DigitImage.newBuilder()
        .setImageId(id)
        .setPairId(pairId)
        .setRole(role)
        .setLabel(digit.label())
        .setPixels(ByteBuffer.wrap(digit.pixels()))
        .build();
  }

  /** Runs a trainer in this process, to the end. */
  void train(Settings settings, TrainerProcess.Options options) throws InterruptedException {
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        TrainerProcess trainer = TrainerProcess.start(settings, registry, options)) {
      if (!trainer.await(Duration.ofMinutes(3))) {
        throw new AssertionError("The trainer does not end: " + trainer.progress());
      }
      trainer.throwFailure();
    }
    awaitCommitted(settings);
  }

  /** Until all that trainers have committed can be read. */
  void awaitCommitted(Settings settings) throws InterruptedException {
    Committed.await(
        settings,
        List.of(
            settings.topics().trainerState(),
            settings.topics().checkpoints(),
            settings.topics().training()));
  }

  /** The last committed state of the settings' trainer. */
  TrainerState state(Settings settings) {
    return TrainerState.fromRecords(
        settings.training().name(), TrainerLog.readState(settings, PATIENCE));
  }

  /** How often the settings' trainer has written its state, unless the topic was compacted. */
  int commits(Settings settings) {
    List<String> keys = new ArrayList<>();
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        TopicReader<String, byte[]> reader =
            new TopicReader<>(
                settings.consumerProperties(),
                Topics.of(settings, registry).trainerState(),
                TopicReader.From.BEGINNING)) {
      reader.readToEnd(PATIENCE, record -> keys.add(record.key()));
    }
    return Collections.frequency(keys, settings.training().name());
  }

  /** What the settings' trainer has told. */
  List<TrainingStep> telemetry(Settings settings, TrainingEvent kind) {
    List<TrainingStep> told = new ArrayList<>();
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        TopicReader<String, TrainingStep> reader =
            new TopicReader<>(
                settings.consumerProperties(),
                Topics.of(settings, registry).training(),
                TopicReader.From.BEGINNING)) {
      while (!reader.atEnd()) {
        reader.poll(Duration.ofMillis(100), record -> told.add(record.value()));
      }
    }
    return told.stream()
        .filter(it -> it.getKind() == kind)
        .filter(it -> it.getTrainerId().equals(settings.training().name()))
        .toList();
  }

  /** Of the newest checkpoint of the settings' model; 0 where there is none. */
  long lastStep(Settings settings) {
    List<PublishedCheckpoint> all = history(settings).checkpoints();
    return all.isEmpty() ? 0 : all.get(all.size() - 1).lineage().getStep();
  }

  void publish(Settings settings, Checkpoint checkpoint) {
    try (Encoder<byte[]> model =
        ImageEncoders.load(checkpoint, "a test", ForwardPath.PLAIN, List.of())) {
      onStore(settings, store -> store.publish(checkpoint, model));
    }
  }

  /** Announces a checkpoint, whether it is in the topic or not. */
  void activate(Settings settings, String id) {
    activate(settings, id, ActivationCause.MANUAL);
  }

  void activate(Settings settings, String id, ActivationCause cause) {
    onStore(settings, store -> store.activate(id, cause, "a test", "a test"));
  }

  /** Rolls back by hand. */
  void rollBack(Settings settings, String id) {
    onStore(settings, store -> store.rollBack(id, "a test", "a test"));
  }

  private static void onStore(Settings settings, Consumer<CheckpointAdmin> action) {
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      Topics topics = Topics.of(settings, registry);
      TopicSetup.ensure(settings, topics);
      try (CheckpointAdmin store = new CheckpointAdmin(settings, topics.checkpoints())) {
        action.accept(store);
      }
    }
  }

  /** The settings' model in the checkpoint topic. */
  CheckpointHistory history(Settings settings) {
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        CheckpointReader log =
            new CheckpointReader(
                settings.consumerProperties(),
                Topics.of(settings, registry).checkpoints(),
                settings.checkpoints().model())) {
      log.readToEnd(PATIENCE);
      return log.history();
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(folder.resolve("untrained.safetensors"));
    Files.delete(folder);
  }
}
