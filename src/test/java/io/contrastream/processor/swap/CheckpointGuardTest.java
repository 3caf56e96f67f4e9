package io.contrastream.processor.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.network.InitialWeights;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.Modality;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.testing.Await;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.Topic;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A guard alone, with loss windows of several pairs of modalities. */
class CheckpointGuardTest {
  private static final ModelCheckpoint IMAGES_ONLY = Candidates.good(1);
  private static final ModelCheckpoint GOOD = withCaptions(2);
  private static final ModelCheckpoint BAD = withCaptions(3);

  @TempDir private static Path folder;
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  private final AtomicInteger asked = new AtomicInteger();
  private volatile CheckpointStatus status;
  private String name;

  @BeforeEach
  void name(TestInfo test) {
    name = test.getTestMethod().orElseThrow().getName();
  }

  @Test
  void shouldWatchTheLossOfEachTwoModalitiesAlone() throws Exception {
    try (SwapHarness swap = harness()) {
      announce(swap, GOOD);
      try (CheckpointGuard guard = guard(swap)) {
        announce(swap, BAD);
        guard.start();
        for (int i = 0; i < 2; i++) {
          lose(swap, GOOD, Modality.IMAGE, Modality.IMAGE, 0.1);
          lose(swap, GOOD, Modality.CAPTION, Modality.IMAGE, 0.3);
        }
        for (int i = 0; i < 2; i++) {
          lose(swap, BAD, Modality.IMAGE, Modality.CAPTION, 0.3);
          lose(swap, BAD, Modality.IMAGE, Modality.IMAGE, 0.25);
        }

        assertThat(rollback(swap).id()).isEqualTo(GOOD.getCheckpointId());
        assertThat(rollback(swap).reason()).contains("last 0.2500, compared to 0.1000 under");
      }
    }
  }

  @Test
  void shouldPassOverTheBestIfItLacksAnEncoder() throws Exception {
    try (SwapHarness swap = harness()) {
      announce(swap, IMAGES_ONLY);
      try (CheckpointGuard guard = guard(swap)) {
        announce(swap, GOOD);
        guard.start();
        awaitSeen();
        announce(swap, BAD);
        loseTwice(swap, IMAGES_ONLY, 0.1);
        loseTwice(swap, GOOD, 0.12);
        loseTwice(swap, BAD, 0.9);

        assertThat(rollback(swap).id()).isEqualTo(GOOD.getCheckpointId());
      }
    }
  }

  private static ModelCheckpoint withCaptions(long seed) {
    return Candidates.record(InitialWeights.of(seed, EnumSet.of(Modality.IMAGE, Modality.CAPTION)));
  }

  /** One partition keeps the order of the windows. */
  private SwapHarness harness() {
    return new SwapHarness(
        CLUSTER,
        folder,
        name,
        "modalities=image,caption",
        "topics.partitions=1",
        "rollback.windows=2",
        "rollback.pairs=10");
  }

  private CheckpointGuard guard(SwapHarness swap) {
    return new CheckpointGuard(
        swap.settings,
        swap.topics,
        () -> {
          asked.incrementAndGet();
          return status;
        });
  }

  private void announce(SwapHarness swap, ModelCheckpoint checkpoint) throws Exception {
    swap.publish(checkpoint);
    ActiveCheckpoint active = swap.announce(checkpoint.getCheckpointId());
    status =
        new CheckpointStatus(
            active.id(), active.generation(), active, null, 0, 0, Optional.empty(), "");
  }

  /** Waits until the guard knows the status. */
  private void awaitSeen() {
    int before = asked.get();
    Await.until("the guard has looked twice", () -> asked.get() >= before + 2);
  }

  private static void loseTwice(SwapHarness swap, ModelCheckpoint under, double loss) {
    lose(swap, under, Modality.IMAGE, Modality.IMAGE, loss);
    lose(swap, under, Modality.IMAGE, Modality.IMAGE, loss);
  }

  private static void lose(
      SwapHarness swap, ModelCheckpoint under, Modality one, Modality other, double loss) {
    Topic<String, LossWindow> topic = swap.topics.loss();
    LossWindow window =
        LossWindow.newBuilder()
            .setCheckpointId(under.getCheckpointId())
            .setWindowStartMs(0)
            .setWindowEndMs(1000)
            .setPairs(100)
            .setPositives(50)
            .setNegatives(50)
            .setMeanLoss(loss)
            .setModality(one)
            .setOtherModality(other)
            .build();
    try (KafkaProducer<String, LossWindow> producer =
        new KafkaProducer<>(
            swap.settings.producerProperties(),
            topic.keys().serializer(),
            topic.values().serializer())) {
      producer.send(new ProducerRecord<>(topic.name(), under.getCheckpointId(), window));
    }
  }

  private static ActiveCheckpoint rollback(SwapHarness swap) {
    return Await.first(
        "a rollback",
        () -> swap.store.history().active().orElseThrow(),
        active -> active.cause() == ActivationCause.ROLLBACK);
  }
}
