package io.contrastream.reembed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.config.ForwardPath;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Encoder;
import io.contrastream.image.Digit;
import io.contrastream.image.drawn.DrawnDigits;
import io.contrastream.lifecycle.ProcessFailedException;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.network.ImageEncoders;
import io.contrastream.network.InitialWeights;
import io.contrastream.processor.swap.CheckpointAdmin;
import io.contrastream.reembed.Reembedding.Options;
import io.contrastream.reembed.Reembedding.Progress;
import io.contrastream.reembed.Reembedding.Result;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.testing.Await;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.testing.TestSettings;
import io.contrastream.topic.FloatVector;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicReader;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import io.contrastream.topic.registry.SchemaRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A real broker. */
class ReembeddingTest {
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  private static final int INPUTS = 1500;
  private static final String OLD = "old-checkpoint";
  private static final Options OPTIONS = options(Optional.empty());

  /** What a kill does to a run. */
  private static final class Killed extends RuntimeException {}

  @TempDir Path folder;

  private final DrawnDigits digits = new DrawnDigits(3, INPUTS);
  private final Checkpoint checkpoint = InitialWeights.of(7);
  private Settings settings;
  private SchemaRegistry registry;
  private Topics topics;

  @BeforeEach
  void createTopics(TestInfo test) {
    settings = builder(test.getTestMethod().orElseThrow().getName()).load();
    registry = SchemaRegistry.connect(settings.registry());
    topics = Topics.of(settings, registry);
    TopicSetup.ensure(settings, topics);
  }

  private TestSettings builder(String name, String... more) {
    return CLUSTER
        .settings(name)
        .untrained(folder)
        .with("topics.partitions=3", "batch.size=64")
        .with(more);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void shouldEmbedEachStaleInputOnceHoweverOftenItIsKilled() throws Exception {
    // given images of which the last hundred have no embedding yet, and others have a new one
    produce(INPUTS);
    embed(0, INPUTS - 100, OLD);
    activate(checkpoint);
    embed(200, 300, checkpoint.spaceId());

    // when
    for (int after : new int[] {100, 500}) {
      assertThatThrownBy(() -> run(progress -> killAfter(after, progress)))
          .isInstanceOf(Killed.class);
    }
    Result result = run(progress -> {});

    // then
    assertThat(result.complete()).isTrue();
    assertThat(result.gone()).isZero();
    assertThat(history().completeSpaces()).containsExactly(checkpoint.spaceId());
    List<ImageEmbedding> now = embeddings(checkpoint.spaceId());
    assertThat(now).hasSize(INPUTS - 100);
    assertThat(now)
        .extracting(ImageEmbedding::getImageId)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, INPUTS - 100).mapToObj(i -> "image-" + i).toList());
    assertVectors(now.stream().filter(each -> number(each) >= 300).toList());
  }

  @Test
  void shouldEmbedWhatAProcessorStillEmbedsInTheOldSpace() throws Exception {
    produce(INPUTS);
    embed(0, INPUTS - 100, OLD);
    activate(checkpoint);
    AtomicBoolean done = new AtomicBoolean();

    Result result =
        run(
            progress -> {
              if (!done.getAndSet(true)) {
                embed(INPUTS - 100, INPUTS, OLD);
              }
            });

    assertThat(result.embedded()).isEqualTo(INPUTS);
    assertThat(embeddings(checkpoint.spaceId())).hasSize(INPUTS);
  }

  @Test
  void shouldCountInputsThatAreGone() throws Exception {
    produce(100);
    embed(0, 150, OLD);
    activate(checkpoint);

    Result result = run(progress -> {});

    assertThat(result.embedded()).isEqualTo(100);
    assertThat(result.gone()).isEqualTo(50);
  }

  @Test
  void shouldLeaveDeletedInputsDeleted() throws Exception {
    produce(100);
    embed(0, 100, OLD);
    delete("image-7");
    activate(checkpoint);

    Result result = run(progress -> {});

    assertThat(result.embedded()).isEqualTo(99);
    assertThat(result.complete()).isTrue();
    assertThat(embeddings(checkpoint.spaceId()))
        .extracting(ImageEmbedding::getImageId)
        .doesNotContain("image-7");
  }

  @Test
  void shouldNotWriteOverWhatIsDeletedOrEmbeddedDuringAPass() throws Exception {
    produce(100);
    embed(0, 100, OLD);
    activate(checkpoint);
    AtomicBoolean done = new AtomicBoolean();

    Result result =
        run(
            progress -> {
              if (progress.done() == progress.total() && !done.getAndSet(true)) {
                delete("image-7"); // all embeddings have been read, and no input
                embed(8, 9, checkpoint.spaceId()); // of an input that was sent again
              }
            });

    assertThat(result.embedded()).isEqualTo(98);
    assertThat(result.complete()).isTrue();
    Map<String, List<ImageEmbedding>> now =
        embeddings(checkpoint.spaceId()).stream()
            .collect(Collectors.groupingBy(ImageEmbedding::getImageId));
    assertThat(now).hasSize(99).doesNotContainKey("image-7");
    assertThat(now.get("image-8"))
        .singleElement()
        .satisfies(it -> assertThat(it.getVector()).containsOnly(0f));
  }

  @Test
  void shouldEmbedAllInputsOfAnIdSoThatTheLastOneWins() throws Exception {
    produce(100);
    send(topics.images(), List.of(image(7, digits.get(8))), DigitImage::getImageId);
    embed(0, 100, OLD);
    activate(checkpoint);

    run(progress -> {}, new Options(Optional.empty(), Optional.empty(), 200, 5000)); // in parts

    List<ImageEmbedding> ofSeven =
        embeddings(checkpoint.spaceId()).stream().filter(each -> number(each) == 7).toList();
    assertThat(ofSeven).hasSize(2);
    try (Encoder<byte[]> encoder = encoder(checkpoint)) {
      assertVector(ofSeven.get(1), digits.get(8), encoder);
    }
  }

  @Test
  void shouldNotBeCompleteIfOlderInputsAreLeftOut() throws Exception {
    produce(100);
    embed(0, 100, OLD);
    activate(checkpoint);
    String soon = Instant.now().plusSeconds(60).toString();

    Result result = runFrom(StartAt.parse(soon));

    assertThat(result.gone()).isEqualTo(100);
    assertThat(result.complete()).isFalse();
    assertThat(history().completeSpaces()).isEmpty();
  }

  @Test
  void shouldStartAtOffsets() throws Exception {
    // given
    produce(300);
    embed(0, 300, OLD);
    activate(checkpoint);
    long[] ends = new long[3];
    try (TopicReader<?, ?> reader =
        new TopicReader<>(
            settings.consumerProperties(), topics.images(), TopicReader.From.BEGINNING)) {
      reader
          .endOffsets(reader.partitions())
          .forEach((partition, end) -> ends[partition.partition()] = end);
    }
    String images = topics.images().name();

    // when
    Result part =
        runFrom(
            StartAt.parse(
                "%s-0:%d, %s-1:%d".formatted(images, ends[0] - 10, images, ends[1] - 20)));
    assertThatThrownBy(() -> runFrom(StartAt.parse(images + "-7:1")))
        .hasMessageContaining(images + "-7", "3 partitions");
    Result rest = runFrom(StartAt.parse("beginning"));

    // then
    assertThat(part.embedded()).isEqualTo(30 + ends[2]);
    assertThat(part.complete()).isFalse();
    assertThat(rest.embedded()).isEqualTo(ends[0] + ends[1] - 30);
    assertThat(rest.complete()).isTrue();
    assertThatThrownBy(() -> runFrom(StartAt.parse("others-0:1")))
        .hasMessageContaining("no topic of inputs named others", images);
    assertThatThrownBy(() -> StartAt.parse("yesterday")).hasMessageContaining("yesterday");
  }

  @Test
  void shouldRefuseASpaceThatIsNotActive() {
    activate(checkpoint);
    Options wanted = new Options(Optional.of("another"), Optional.empty(), 0, 5000);

    assertThatThrownBy(() -> new Reembedding(settings, topics, wanted))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("another", checkpoint.spaceId());
  }

  private static Options options(Optional<StartAt> from) {
    return new Options(Optional.empty(), from, 0, 5000);
  }

  private Result runFrom(StartAt start) throws InterruptedException {
    return run(progress -> {}, options(Optional.of(start)));
  }

  @Test
  void shouldWaitForAProcessorThatHasNotCommitted() throws Exception {
    // given a processor whose last embeddings of the old space are committed during the run
    produce(100);
    embed(0, 50, OLD);
    activate(checkpoint);
    try (KafkaProducer<String, ImageEmbedding> late = transactional()) {
      late.initTransactions();
      late.beginTransaction();
      for (int i = 50; i < 100; i++) {
        ImageEmbedding embedding = embedding(i, OLD);
        late.send(
            new ProducerRecord<>(topics.embeddings().name(), embedding.getImageId(), embedding));
      }
      late.flush();
      CompletableFuture<Void> commit =
          CompletableFuture.runAsync(
              late::commitTransaction, CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS));

      Result result = run(progress -> {});

      assertThat(result.embedded()).isEqualTo(100);
      commit.get();
    }
  }

  private KafkaProducer<String, ImageEmbedding> transactional() {
    Map<String, Object> properties = settings.producerProperties();
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "a-late-processor");
    return new KafkaProducer<>(
        properties,
        topics.embeddings().keys().serializer(),
        topics.embeddings().values().serializer());
  }

  private void delete(String key) {
    try (KafkaProducer<String, ImageEmbedding> producer =
        new KafkaProducer<>(
            settings.producerProperties(),
            topics.embeddings().keys().serializer(),
            topics.embeddings().values().serializer())) {
      producer.send(new ProducerRecord<>(topics.embeddings().name(), key, null));
    }
  }

  @Test
  void shouldStopIfAnotherSpaceBecomesActive() {
    produce(100);
    embed(0, 100, OLD);
    activate(checkpoint);
    AtomicBoolean done = new AtomicBoolean();

    assertThatThrownBy(
            () ->
                run(
                    progress -> {
                      if (!done.getAndSet(true)) {
                        activate(InitialWeights.of(8));
                      }
                    }))
        .isInstanceOf(ProcessFailedException.class)
        .hasMessageContaining("no longer " + checkpoint.spaceId());
    assertThat(history().completeSpaces()).isEmpty();
  }

  @Test
  void shouldBeDoneByOneOfSeveralProcesses() throws Exception {
    produce(INPUTS);
    embed(0, INPUTS, OLD);
    Settings auto = builder("shouldBeDoneByOneOfSeveralProcesses", "reembed.auto=true").load();

    try (AutoReembed first = AutoReembed.start(auto, topics).orElseThrow();
        AutoReembed second = AutoReembed.start(auto, topics).orElseThrow()) {
      activate(checkpoint);
      Await.first(
          "a complete space", () -> history().completeSpaces(), spaces -> !spaces.isEmpty());
      assertThat(first.problem()).isEmpty();
      assertThat(second.problem()).isEmpty();
    }

    assertThat(embeddings(checkpoint.spaceId())).hasSize(INPUTS);
  }

  @Test
  void shouldSayThatNoCheckpointIsActive() {
    assertThatThrownBy(() -> run(progress -> {}))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("No checkpoint is active");
  }

  private Result run(Consumer<Progress> progress) throws InterruptedException {
    return run(progress, OPTIONS);
  }

  private Result run(Consumer<Progress> progress, Options options) throws InterruptedException {
    try (Reembedding run = new Reembedding(settings, topics, options)) {
      return run.run(progress, () -> false);
    }
  }

  private static void killAfter(int embedded, Progress progress) {
    if (progress.embedded() >= embedded) {
      throw new Killed();
    }
  }

  private void produce(int count) {
    send(
        topics.images(),
        IntStream.range(0, count).mapToObj(i -> image(i, digits.get(i))).toList(),
        DigitImage::getImageId);
  }

  private static DigitImage image(int number, Digit digit) {
    return DigitImage.newBuilder()
        .setImageId("image-" + number)
        .setPixels(ByteBuffer.wrap(digit.pixels()))
        .build();
  }

  /** Writes embeddings as a processor would, but of zeros. */
  private void embed(int from, int to, String space) {
    send(
        topics.embeddings(),
        IntStream.range(from, to).mapToObj(i -> embedding(i, space)).toList(),
        ImageEmbedding::getImageId);
  }

  private static ImageEmbedding embedding(int number, String space) {
    return ImageEmbedding.newBuilder()
        .setImageId("image-" + number)
        .setVector(FloatVector.of(new float[64]))
        .setCheckpointId(space)
        .setSpaceId(space.equals(OLD) ? "" : space)
        .build();
  }

  private <V> void send(Topic<String, V> topic, List<V> values, Function<V, String> key) {
    try (KafkaProducer<String, V> producer =
        new KafkaProducer<>(
            settings.producerProperties(),
            topic.keys().serializer(),
            topic.values().serializer())) {
      values.forEach(
          each -> producer.send(new ProducerRecord<>(topic.name(), key.apply(each), each)));
    }
  }

  private void activate(Checkpoint it) {
    try (CheckpointAdmin admin = new CheckpointAdmin(settings, topics.checkpoints());
        Encoder<byte[]> encoder = encoder(it)) {
      admin.publish(it, encoder);
      admin.activate(it.id(), ActivationCause.MANUAL, "a test", "a test");
    }
  }

  private static Encoder<byte[]> encoder(Checkpoint it) {
    return ImageEncoders.load(it, "a test", ForwardPath.FAST, List.of());
  }

  private CheckpointHistory history() {
    try (CheckpointAdmin admin = new CheckpointAdmin(settings, topics.checkpoints())) {
      return admin.history();
    }
  }

  private List<ImageEmbedding> embeddings(String space) {
    List<ImageEmbedding> found = new ArrayList<>();
    try (TopicReader<String, ImageEmbedding> reader =
        new TopicReader<>(
            settings.consumerProperties(), topics.embeddings(), TopicReader.From.BEGINNING)) {
      reader.readToEnd(
          Duration.ofSeconds(30),
          record -> {
            if (record.value() != null && record.value().getSpaceId().equals(space)) {
              assertThat(record.key()).isEqualTo(record.value().getImageId());
              found.add(record.value());
            }
          });
    }
    return found;
  }

  private void assertVectors(List<ImageEmbedding> embeddings) {
    try (Encoder<byte[]> encoder = encoder(checkpoint)) {
      for (ImageEmbedding each : embeddings) {
        assertVector(each, digits.get(number(each)), encoder);
      }
    }
  }

  private static void assertVector(
      ImageEmbedding embedding, Digit expected, Encoder<byte[]> encoder) {
    float[] vector = encoder.embed(List.of(expected.pixels()))[0];
    double cosine = CosineSimilarity.between(vector, FloatVector.floats(embedding.getVector()));
    assertThat(cosine).isGreaterThan(0.9999);
  }

  private static int number(ImageEmbedding embedding) {
    return Integer.parseInt(embedding.getImageId().substring("image-".length()));
  }
}
