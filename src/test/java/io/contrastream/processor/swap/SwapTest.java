package io.contrastream.processor.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.config.ForwardPath;
import io.contrastream.encoding.Encoder;
import io.contrastream.image.DigitPair;
import io.contrastream.network.ImageEncoders;
import io.contrastream.network.InitialWeights;
import io.contrastream.processor.StreamProcessor;
import io.contrastream.processor.swap.Candidates.Bad;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.schema.PairScore;
import io.contrastream.schema.TrainingEvent;
import io.contrastream.schema.TrainingStep;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.TopicReader;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.trainer.TrainerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Swaps on a real broker with a real network, while images flow. */
class SwapTest {
  private static final int SWAPS = 50;
  private static final double GENTLE = 400;

  /** A trainer whose first candidate, after ten steps, passes every check except the comparison. */
  private static final String[] WORSE_THAN_ACTIVE = {
    "training.name=gate",
    "training.batch.size=8",
    "training.pairs.per.step=8",
    "training.hold.out=0.5",
    "training.commit.steps=10",
    "training.candidate.steps=10",
    "training.candidate.interval=1h",
    "gate.pairs=20",
    "gate.accuracy=0",
    "gate.variance=0",
    "gate.cosine=1"
  };

  @TempDir private static Path folder;
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  @Test
  void shouldStartWithTheFileIfTheTopicIsEmpty() throws Exception {
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, "empty")) {
      StreamProcessor processor = swap.process();

      assertThat(processor.checkpointId()).isEqualTo(InitialWeights.of(1).id());
      assertThat(processor.checkpointStatus().generation()).isZero();
    }
  }

  @Test
  void shouldStartWithTheActiveCheckpointOfTheTopic() throws Exception {
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, "fresh")) {
      String first = publish(swap, Candidates.good(2));
      String second = publish(swap, Candidates.good(3));
      swap.announce(first);
      swap.announce(second);
      swap.announce(first);

      StreamProcessor processor = swap.process();

      assertThat(processor.checkpointId()).isEqualTo(first);
      assertThat(processor.checkpointStatus().generation()).isEqualTo(3);
    }
  }

  @Test
  void shouldStartWithTheNewestUsableCheckpointIfTheActiveOneIsRefused() throws Exception {
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, "fallback")) {
      String good = publish(swap, Candidates.good(2));
      swap.announce(good);
      Bad bad = Candidates.bad().findFirst().orElseThrow();
      swap.publish(bad.record());
      swap.announce(bad.id());

      StreamProcessor processor = swap.process();

      assertThat(processor.checkpointId()).isEqualTo(good);
      assertThat(processor.checkpointStatus().refused()).isEqualTo(1);
    }
  }

  @Test
  void shouldLoseDuplicateAndMixNothingOverManySwaps() throws Exception {
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, "many")) {
      List<String> ids =
          List.of(publish(swap, Candidates.good(2)), publish(swap, Candidates.good(3)));
      StreamProcessor processor = swap.process();
      swap.feed(GENTLE);
      for (int i = 0; i < SWAPS; i++) {
        String id = ids.get(i % 2);
        swap.announce(id);
        swap.await("a swap to " + id, () -> processor.checkpointId().equals(id));
      }
      long images = swap.drain();

      assertThat(processor.checkpointStatus().swaps()).isEqualTo(SWAPS);
      assertThat(swap.embeddings).hasSize((int) images);
      assertThat(swap.embeddings).extracting(ImageEmbedding::getImageId).doesNotHaveDuplicates();
      assertThat(swap.scores).hasSize((int) images / 2);
      assertThat(swap.scores).extracting(PairScore::getPairId).doesNotHaveDuplicates();
      assertThat(swap.scores)
          .extracting(PairScore::getCheckpointId)
          .contains(ids.get(0), ids.get(1));
      assertThatNoScoreIsMixed(swap);
    }
  }

  /** Each score is that of its checkpoint for both images, and of no other checkpoint. */
  private static void assertThatNoScoreIsMixed(SwapHarness swap) {
    Map<String, Encoder<byte[]>> models = new HashMap<>();
    for (long seed = 1; seed <= 3; seed++) {
      Checkpoint checkpoint = InitialWeights.of(seed);
      models.put(
          checkpoint.id(), ImageEncoders.load(checkpoint, "a test", ForwardPath.FAST, List.of()));
    }
    for (PairScore score : swap.scores) {
      DigitPair pair = swap.pair(score.getPairId());
      float[][] vectors =
          models
              .get(score.getCheckpointId())
              .embed(List.of(pair.anchor().pixels(), pair.contrastive().pixels()));
      assertThat(score.getCosine())
          .as("cosine of pair %s under %s", score.getPairId(), score.getCheckpointId())
          .isCloseTo(CosineSimilarity.between(vectors[0], vectors[1]), within(1e-4));
    }
    models.values().forEach(Encoder<byte[]>::close);
  }

  @Test
  void shouldRefuseEachBadCheckpointWhileImagesFlow() throws Exception {
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, "refused")) {
      ActiveCheckpoint old = swap.announce(publish(swap, Candidates.good(3)));
      String good = publish(swap, Candidates.good(2));
      swap.announce(good);
      StreamProcessor processor = swap.process();
      swap.feed(GENTLE);
      long refused = 0;
      for (Bad bad : Candidates.bad().toList()) {
        if (bad.record() != null) {
          swap.publish(bad.record());
        }
        swap.announce(bad.id());
        long expected = ++refused;
        swap.await(
            expected + " refusals", () -> processor.checkpointStatus().refused() >= expected);

        CheckpointStatus.Refusal refusal = processor.checkpointStatus().lastRefusal().orElseThrow();
        assertThat(refusal.checkpointId()).isEqualTo(bad.id());
        assertThat(refusal.reason()).as(bad.name()).contains(bad.reason());
        assertThat(processor.checkpointId()).as("after " + bad.name()).isEqualTo(good);
      }
      swap.announce(old);
      long all = refused + 1;
      swap.await(all + " refusals", () -> processor.checkpointStatus().refused() >= all);
      CheckpointStatus.Refusal refusal = processor.checkpointStatus().lastRefusal().orElseThrow();
      long images = swap.drain();

      assertThat(refusal.checkpointId()).isEqualTo(old.id());
      assertThat(refusal.reason())
          .contains("older than the current one of generation " + (all + 1));

      assertThat(processor.checkpointStatus().swaps()).isZero();
      assertThat(swap.embeddings).hasSize((int) images);
      assertThat(swap.embeddings).extracting(ImageEmbedding::getCheckpointId).containsOnly(good);
    }
  }

  @Test
  void shouldRefuseAWorseCandidateAtTheGateWhileImagesFlow() throws Exception {
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, "gate", WORSE_THAN_ACTIVE);
        TopicReader<String, TrainingStep> training =
            new TopicReader<>(
                swap.settings.consumerProperties(),
                swap.topics.training(),
                TopicReader.From.LATEST)) {
      Checkpoint trained =
          CheckpointFile.load(Path.of("checkpoints/contrastream-mnist.safetensors"));
      String good = publish(swap, Candidates.record(trained));
      swap.announce(good);
      StreamProcessor processor = swap.process();
      swap.feed(GENTLE);

      List<TrainingStep> told = new ArrayList<>();
      try (TrainerProcess trainer =
          TrainerProcess.start(
              swap.settings, swap.registry, new TrainerProcess.Options(true, 10))) {
        swap.await("the end of the trainer", () -> !trainer.isRunning());
        trainer.throwFailure();
      }
      swap.await(
          "a refusal by the gate",
          () -> {
            training.poll(Duration.ofMillis(50), each -> told.add(each.value()));
            return told.stream().anyMatch(each -> each.getKind() == TrainingEvent.REFUSED);
          });
      swap.drain();

      List<TrainingStep> refused =
          told.stream().filter(each -> each.getKind() == TrainingEvent.REFUSED).toList();
      assertThat(refused).hasSize(1);
      assertThat(refused.get(0).getReasons())
          .isNotEmpty()
          .allMatch(reason -> reason.contains("active checkpoint"))
          .anyMatch(reason -> reason.contains("may have been trained on held-out images"));
      assertThat(refused.get(0).getActiveId()).isEqualTo(good);
      assertThat(swap.store.history().checkpoints()).hasSize(1);
      assertThat(processor.checkpointStatus().generation()).isEqualTo(1);
      assertThat(swap.embeddings).extracting(ImageEmbedding::getCheckpointId).containsOnly(good);
    }
  }

  @Test
  void shouldSwapOnceTheWeightsOfAnAnnouncedCheckpointArrive() throws Exception {
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, "half")) {
      StreamProcessor processor = swap.process();
      ModelCheckpoint late = Candidates.good(2);
      swap.announce(late.getCheckpointId());
      swap.await("a refusal", () -> processor.checkpointStatus().refused() == 1);

      swap.publish(late);

      swap.await("a swap to the late one", () -> isActive(processor, late.getCheckpointId()));
      assertThat(processor.checkpointStatus().swaps()).isEqualTo(1);
    }
  }

  @Test
  void shouldIgnoreOldAndDuplicateAnnouncements() throws Exception {
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, "old")) {
      String first = publish(swap, Candidates.good(2));
      String second = publish(swap, Candidates.good(3));
      StreamProcessor processor = swap.process();
      ActiveCheckpoint old = swap.announce(first);
      ActiveCheckpoint current = swap.announce(second);
      swap.await("a swap to the second", () -> isActive(processor, second));
      long swaps = processor.checkpointStatus().swaps();

      swap.announce(old);
      swap.announce(current);
      String mark = publish(swap, Candidates.good(4));
      swap.announce(mark); // comes after them, so they have been seen once it is in use
      swap.await("a swap to " + mark, () -> isActive(processor, mark));

      assertThat(processor.checkpointStatus().swaps()).isEqualTo(swaps + 1);
      assertThat(processor.checkpointStatus().generation()).isEqualTo(3);
    }
  }

  @Test
  void shouldEndWithTheSameCheckpointInAllInstances() throws Exception {
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, "two")) {
      String first = publish(swap, Candidates.good(2));
      String second = publish(swap, Candidates.good(3));
      StreamProcessor one = swap.process();
      StreamProcessor two = swap.process();
      ActiveCheckpoint generation = swap.announce(first);

      // Another writer, which did not know of the first, gives out the same generation.
      swap.announce(
          new ActiveCheckpoint(
              generation.generation(),
              second,
              null,
              null,
              ActivationCause.PROMOTION,
              "a test",
              "another",
              false,
              0));

      swap.await(
          "a swap of both",
          () -> one.checkpointId().equals(second) && two.checkpointId().equals(second));
      assertThat(swap.process().checkpointId()).isEqualTo(second);
    }
  }

  /** The status changes last, after the swap. */
  private static boolean isActive(StreamProcessor processor, String id) {
    return processor.checkpointStatus().activeId().equals(id);
  }

  private static String publish(SwapHarness swap, ModelCheckpoint record) throws Exception {
    swap.publish(record);
    return record.getCheckpointId();
  }
}
