package io.contrastream.processor.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.image.Digit;
import io.contrastream.image.DigitPair;
import io.contrastream.image.DigitPairs;
import io.contrastream.image.source.DigitSources;
import io.contrastream.processor.StreamProcessor;
import io.contrastream.processor.swap.Candidates.Bad;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.ImageRole;
import io.contrastream.schema.LabelledPair;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.PairScore;
import io.contrastream.schema.TrainingEvent;
import io.contrastream.schema.TrainingStep;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicReader;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.PublishedCheckpoint;
import io.contrastream.topic.checkpoint.ShadowCheckpoint;
import io.contrastream.trainer.TrainerProcess;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Candidates in the shadow on a real broker with a real network, while images flow. */
class ShadowPromotionTest {
  private static final double GENTLE = 400;
  private static final int LEARNT = 1200;

  /** A trainer whose first candidate comes before any live pair. */
  private static final String[] SHADOW = {
    "training.promote=shadow",
    "training.name=shadow",
    "training.batch.size=16",
    "training.pairs.per.step=16",
    "training.hold.out=0.3",
    "training.average=0",
    "training.commit.steps=5",
    "training.candidate.steps=20",
    "training.patience=1s",
    "training.candidate.interval=1h",
    "gate.pairs=20",
    "gate.accuracy=0",
    "gate.variance=0",
    "gate.cosine=1",
    "gate.class.margin=1",
    "shadow.share=0.5",
    "shadow.pairs=100",
    "loss.window=1s",
    "loss.grace=100ms"
  };

  @TempDir private static Path folder;
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  @Test
  void shouldRefuseACandidateThatIsWorseOnLivePairs() throws Exception {
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, "worse", SHADOW);
        Events events = new Events(swap)) {
      // given a good checkpoint, and pairs to learn from whose targets are all wrong
      Checkpoint trained =
          CheckpointFile.load(Path.of("checkpoints/contrastream-mnist.safetensors"));
      swap.publish(Candidates.record(trained));
      swap.announce(trained.id());
      produce(swap, true);
      swap.process();
      StreamProcessor leaving = swap.process();
      swap.feed(GENTLE);

      // when the trainer is started again and an instance leaves during the trial
      TrainingStep tried;
      TrainingStep refused;
      try (TrainerProcess first = train(swap)) {
        tried = events.await(TrainingEvent.SHADOWED);
        swap.await("vectors in the shadow", () -> leaving.embeddedInShadow() > 50);
        first.throwFailure();
      }
      swap.stop(leaving);
      try (TrainerProcess resumed = train(swap)) {
        refused = events.await(TrainingEvent.REFUSED, tried.getCheckpointId());
        resumed.throwFailure();
      }
      long images = swap.drain();

      // then
      String candidate = tried.getCheckpointId();
      assertThat(events.await(TrainingEvent.VERDICT, candidate).getPassed()).isTrue();
      assertThat(refused.getReasons()).singleElement().asString().endsWith("it is worse");
      assertThat(refused.getHoldOut().get("live.pairs")).isGreaterThanOrEqualTo(100);
      assertThat(refused.getHoldOut().get("live.loss"))
          .isGreaterThan(refused.getActiveHoldOut().get("live.loss"));
      assertThat(swap.store.history().shadow()).isEmpty();
      assertThat(swap.store.history().checkpoints())
          .extracting(PublishedCheckpoint::id)
          .containsExactly(trained.id());
      assertThat(swap.store.history().generation()).isEqualTo(1);
      assertThatCountsAreExact(swap, images);
      assertThat(swap.embeddings)
          .extracting(ImageEmbedding::getCheckpointId)
          .containsOnly(trained.id());
    }
  }

  @Test
  void shouldPromoteACandidateThatIsBetterOnLivePairs() throws Exception {
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, "better", SHADOW);
        Events events = new Events(swap)) {
      produce(swap, false);
      StreamProcessor processor = swap.process();
      String first = processor.checkpointId();
      swap.feed(GENTLE);

      TrainingStep tried;
      TrainingStep promoted;
      try (TrainerProcess trainer = train(swap)) {
        tried = events.await(TrainingEvent.SHADOWED);
        assertThat(processor.checkpointId()).isEqualTo(first);
        promoted = events.await(TrainingEvent.PROMOTED);
        trainer.throwFailure();
      }
      String candidate = tried.getCheckpointId();
      swap.await("the swap", () -> processor.checkpointId().equals(candidate));
      long images = swap.drain();

      assertThat(promoted.getCheckpointId()).isEqualTo(candidate);
      assertThat(promoted.getHoldOut().get("live.loss"))
          .isLessThan(promoted.getActiveHoldOut().get("live.loss"));
      ActiveCheckpoint active = swap.store.history().activations().get(0);
      assertThat(active.id()).isEqualTo(candidate);
      assertThat(active.cause()).isEqualTo(ActivationCause.PROMOTION);
      assertThat(active.reason()).contains("pair accuracy", "live loss");
      assertThatCountsAreExact(swap, images);
    }
  }

  @Test
  void shouldRefuseWhatItCanNotLoadAndEndWithTheCheckpointThatItIsComparedWith() throws Exception {
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, "ended")) {
      StreamProcessor processor = swap.process();
      String first = processor.checkpointId();
      String candidate = publish(swap, 2);
      String next = publish(swap, 3);
      Bad bad = Candidates.bad().findFirst().orElseThrow();
      swap.publish(bad.record());

      // a broken one is refused in the topic, and only there
      swap.store.shadow(shadow(bad.id(), first));
      swap.await("the refusal", () -> refusal(swap).isPresent());
      assertThat(refusal(swap).orElseThrow()).contains(bad.reason());
      assertThat(processor.checkpointStatus().refused()).isZero();
      assertThat(processor.checkpointStatus().fault()).isEmpty();

      // another takes its place
      swap.store.shadow(shadow(candidate, first));
      swap.feed(GENTLE);
      swap.await("vectors in the shadow", () -> processor.embeddedInShadow() > 0);

      // and ends for good when another checkpoint is announced
      publish(swap, 1); // the file that the processor began with
      for (String announced : List.of(next, first)) {
        swap.announce(announced);
        swap.await("the swap", () -> processor.checkpointStatus().activeId().equals(announced));
      }
      long embedded = processor.embeddedInShadow();
      int before = swap.embeddings.size();
      swap.await("more embeddings", () -> swap.embeddings.size() > before + 800);
      assertThat(processor.embeddedInShadow()).isEqualTo(embedded);
    }
  }

  private static String publish(SwapHarness swap, long seed) throws Exception {
    var record = Candidates.good(seed);
    swap.publish(record);
    return record.getCheckpointId();
  }

  private static Optional<String> refusal(SwapHarness swap) {
    return swap.store.history().shadow().flatMap(ShadowCheckpoint::refusal);
  }

  private static ShadowCheckpoint shadow(String id, String activeId) {
    var terms = new ShadowCheckpoint.Terms(1, 100, System.currentTimeMillis() + 60_000);
    return new ShadowCheckpoint(
        id, activeId, 0, terms, "a test", "a test", List.of(), Optional.empty());
  }

  private static TrainerProcess train(SwapHarness swap) {
    return TrainerProcess.start(swap.settings, swap.registry, new TrainerProcess.Options(false, 0));
  }

  private static void assertThatCountsAreExact(SwapHarness swap, long images) throws Exception {
    assertThat(swap.embeddings).hasSize((int) images);
    assertThat(swap.embeddings).extracting(ImageEmbedding::getImageId).doesNotHaveDuplicates();
    assertThat(swap.scores).hasSize((int) images / 2);
    assertThat(swap.scores).extracting(PairScore::getPairId).doesNotHaveDuplicates();
    List<LossWindow> windows = new ArrayList<>();
    try (TopicReader<String, LossWindow> losses =
        new TopicReader<>(
            swap.settings.consumerProperties(), swap.topics.loss(), TopicReader.From.BEGINNING)) {
      swap.await(
          "the loss of all pairs",
          () -> {
            losses.poll(Duration.ofMillis(50), each -> windows.add(each.value()));
            return windows.stream().mapToLong(LossWindow::getPairs).sum() >= images / 2;
          });
    }
    assertThat(windows.stream().mapToLong(LossWindow::getPairs).sum()).isEqualTo(images / 2);
    assertThat(windows.stream().mapToLong(LossWindow::getImages).sum()).isEqualTo(images);
  }

  /** Produces pairs to learn from, with the right targets or with wrong ones. */
  private static void produce(SwapHarness swap, boolean wrong) {
    DigitPairs pairs = new DigitPairs(DigitSources.open("drawn:400", 7), 7);
    Topic<String, LabelledPair> topic = swap.topics.labelledPairs();
    try (KafkaProducer<String, LabelledPair> producer =
        new KafkaProducer<>(
            swap.settings.producerProperties(),
            topic.keys().serializer(),
            topic.values().serializer())) {
      for (int i = 0; i < LEARNT; i++) {
        DigitPair pair = pairs.pair(i);
        String id = "learnt-" + i;
        int target = wrong ? 1 - pair.target() : pair.target();
        LabelledPair labelled =
            new LabelledPair(
                id,
                image(id + "-a", id, pair.anchor(), ImageRole.ANCHOR),
                image(id + "-c", id, pair.contrastive(), ImageRole.CONTRASTIVE),
                target);
        producer.send(new ProducerRecord<>(topic.name(), id, labelled));
      }
    }
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

  /** What trainers tell. */
  private static final class Events implements AutoCloseable {
    private final SwapHarness swap;
    private final TopicReader<String, TrainingStep> reader;
    private final List<TrainingStep> all = new ArrayList<>();

    Events(SwapHarness swap) {
      this.swap = swap;
      reader =
          new TopicReader<>(
              swap.settings.consumerProperties(),
              swap.topics.training(),
              TopicReader.From.BEGINNING);
    }

    TrainingStep await(TrainingEvent kind) {
      return await(kind, each -> true);
    }

    /** The gate may refuse candidates before the one that is tried. */
    TrainingStep await(TrainingEvent kind, String candidate) {
      return await(kind, each -> candidate.equals(each.getCheckpointId()));
    }

    private TrainingStep await(TrainingEvent kind, Predicate<TrainingStep> which) {
      swap.await(
          kind + " among " + all,
          () -> {
            reader.poll(Duration.ofMillis(50), each -> all.add(each.value()));
            return find(kind, which).isPresent();
          });
      return find(kind, which).orElseThrow();
    }

    private Optional<TrainingStep> find(TrainingEvent kind, Predicate<TrainingStep> which) {
      return all.stream().filter(each -> each.getKind() == kind).filter(which).findFirst();
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
