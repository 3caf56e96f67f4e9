package io.contrastream.processor.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.image.Digit;
import io.contrastream.image.DigitSet;
import io.contrastream.image.DigitSource;
import io.contrastream.image.source.DigitSources;
import io.contrastream.processor.StreamProcessor;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.schema.TrainingEvent;
import io.contrastream.schema.TrainingStep;
import io.contrastream.testing.Await;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.TopicReader;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.PublishedCheckpoint;
import io.contrastream.trainer.TrainerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Rolls back bad checkpoints, on a real broker with a real network. */
class RollbackTest {
  private static final double GENTLE = 400;
  private static final int WINDOW_PAIRS = 40;

  /**
   * A trainer that learns nothing and whose gate accepts every candidate, faster than they can be
   * judged.
   */
  private static final String[] RESTLESS = {
    "training.name=restless",
    "training.batch.size=8",
    "training.pairs.per.step=8",
    "training.learning.rate=1e-8",
    "training.least.learning.rate=0",
    "training.hold.out=0.5",
    "training.commit.steps=1",
    "training.candidate.interval=500ms",
    "training.patience=100ms",
    "gate.pairs=20",
    "gate.accuracy=0",
    "gate.margin=1",
    "gate.gain=-100",
    "gate.loss.margin=100",
    "gate.class.margin=1",
    "gate.variance=0",
    "gate.cosine=1",
    "loss.window=1s",
    "loss.grace=100ms",
    "rollback.windows=8",
    "checkpoints.keep=200",
    "rollback.pairs=" + WINDOW_PAIRS
  };

  @TempDir private static Path folder;
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  @Test
  void shouldRollBackIfTheLossIsWorse() throws Exception {
    try (SwapHarness swap =
            new SwapHarness(
                CLUSTER,
                folder,
                "worse",
                "loss.window=1s",
                "loss.grace=100ms",
                "rollback.windows=2",
                "rollback.pairs=10");
        TopicReader<String, LossWindow> losses =
            new TopicReader<>(
                swap.settings.consumerProperties(), swap.topics.loss(), TopicReader.From.LATEST);
        TopicReader<String, TrainingStep> training =
            new TopicReader<>(
                swap.settings.consumerProperties(),
                swap.topics.training(),
                TopicReader.From.LATEST)) {
      Checkpoint trained =
          CheckpointFile.load(Path.of("checkpoints/contrastream-mnist.safetensors"));
      String good = publish(swap, Candidates.record(trained));
      String worse = publish(swap, Candidates.good(2));
      swap.announce(good);
      StreamProcessor processor = swap.process();
      swap.process();
      swap.feed(GENTLE);
      AtomicInteger windows = new AtomicInteger();
      swap.await(
          "loss windows",
          () -> windows.addAndGet(losses.poll(Duration.ofMillis(50), each -> {})) >= 3);

      swap.spoilLoss((byte) 1); // keeps nobody from watching
      swap.announce(worse);
      swap.await("generation 3", () -> processor.checkpointStatus().generation() == 3);
      List<TrainingStep> recorded = new ArrayList<>();
      swap.await(
          "a training event",
          () -> training.poll(Duration.ofMillis(50), each -> recorded.add(each.value())) > 0);

      assertThat(processor.checkpointId()).isEqualTo(good);
      assertThat(processor.checkpointStatus().announced().cause())
          .isEqualTo(ActivationCause.ROLLBACK);
      assertThat(recorded).extracting(TrainingStep::getCheckpointId).containsOnly(good);
      assertThat(recorded.get(0).getKind()).isEqualTo(TrainingEvent.ROLLED_BACK);
      assertThat(recorded.get(0).getReasons().get(0)).contains("mean loss under " + worse);
    }
  }

  @Test
  void shouldRollBackToTheCheckpointOfTheSettings() throws Exception {
    Path shipped = Path.of("checkpoints/contrastream-mnist.safetensors").toAbsolutePath();
    String[] quick = {
      "model.checkpoint=" + shipped,
      "loss.window=1s",
      "loss.grace=100ms",
      "rollback.windows=2",
      "rollback.pairs=10"
    };
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, "first", quick);
        TopicReader<String, LossWindow> losses =
            new TopicReader<>(
                swap.settings.consumerProperties(), swap.topics.loss(), TopicReader.From.LATEST)) {
      StreamProcessor processor = swap.process();
      swap.process();
      String first = processor.checkpointId();
      assertThat(swap.store.history().active()).isEmpty();
      assertThat(swap.store.history().checkpoints())
          .extracting(PublishedCheckpoint::id)
          .containsExactly(first);
      swap.feed(GENTLE);
      AtomicInteger windows = new AtomicInteger();
      swap.await(
          "loss windows",
          () -> windows.addAndGet(losses.poll(Duration.ofMillis(50), each -> {})) >= 3);
      String worse = publish(swap, Candidates.good(2));

      swap.store.activate(worse, ActivationCause.PROMOTION, "a test", "a test");

      assertThat(swap.store.history().rollbackTarget(Set.of())).as("for a person").contains(first);
      swap.await("generation 2", () -> processor.checkpointStatus().generation() == 2);
      assertThat(processor.checkpointId()).isEqualTo(first);
      assertThat(processor.checkpointStatus().announced().cause())
          .isEqualTo(ActivationCause.ROLLBACK);
      assertThat(swap.store.history().rollbackTarget(Set.of())).isEmpty();
    }
  }

  @Test
  void shouldRollBackWhileATrainerKeepsAnnouncingWorseCheckpoints() throws Exception {
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, "restless", RESTLESS);
        TopicReader<String, LossWindow> losses =
            new TopicReader<>(
                swap.settings.consumerProperties(), swap.topics.loss(), TopicReader.From.LATEST)) {
      Checkpoint trained =
          CheckpointFile.load(Path.of("checkpoints/contrastream-mnist.safetensors"));
      String good = publish(swap, Candidates.record(trained));
      swap.announce(good);
      StreamProcessor processor = swap.process();
      swap.feed(GENTLE, partlyMislabelled());
      AtomicInteger windows = new AtomicInteger();
      swap.await(
          "windows that the guard can compare with",
          () -> {
            losses.poll(
                Duration.ofMillis(50), each -> windows.addAndGet(counts(each.value()) ? 1 : 0));
            return windows.get() >= 2;
          });

      try (TrainerProcess trainer =
          TrainerProcess.start(swap.settings, swap.registry, new TrainerProcess.Options(true, 0))) {
        swap.await(
            "several swaps and a rollback",
            () -> {
              trainer.throwFailure();
              return processor.checkpointStatus().swaps() > 2 && !rollbacks(swap).isEmpty();
            });
      }

      // a promotion decided before the first rollback may have replaced it under its generation
      List<ActiveCheckpoint> lasting =
          Await.first("a rollback", () -> rollbacks(swap), found -> !found.isEmpty());

      assertThat(lasting).extracting(ActiveCheckpoint::id).containsOnly(good);
    }
  }

  /**
   * Digits of which a few have wrong labels. Without them, the loss of the trained checkpoint would
   * be so small that the gate refused every candidate at the greatest margin.
   */
  private static DigitSource partlyMislabelled() {
    DigitSource right = DigitSources.open("drawn:200", 1);
    List<Digit> digits =
        new ArrayList<>(IntStream.range(0, right.size()).mapToObj(right::get).toList());
    for (int i = 0; i < digits.size(); i += 47) {
      Digit digit = digits.get(i);
      digits.set(i, new Digit(digit.pixels(), (digit.label() + 1) % Digit.CLASSES));
    }
    return new DigitSet(digits);
  }

  private static boolean counts(LossWindow window) {
    return window.getPositives() + window.getNegatives() >= WINDOW_PAIRS;
  }

  private static List<ActiveCheckpoint> rollbacks(SwapHarness swap) {
    return swap.store.history().activations().stream()
        .filter(each -> each.cause() == ActivationCause.ROLLBACK)
        .toList();
  }

  private static String publish(SwapHarness swap, ModelCheckpoint record) throws Exception {
    swap.publish(record);
    return record.getCheckpointId();
  }
}
