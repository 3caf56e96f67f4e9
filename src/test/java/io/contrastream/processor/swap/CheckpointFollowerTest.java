package io.contrastream.processor.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.checkpoint.Networks;
import io.contrastream.config.ForwardPath;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSet;
import io.contrastream.encoding.EncoderSpec;
import io.contrastream.encoding.Model;
import io.contrastream.encoding.ShadowSlot;
import io.contrastream.network.ImageEncoders;
import io.contrastream.network.InitialWeights;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.testing.FailingRegistry;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.ShadowCheckpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Failures around a follower, on a real broker. */
class CheckpointFollowerTest {
  private static final String UNTRAINED = InitialWeights.of(1).id();

  @TempDir private static Path folder;
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  @Test
  void shouldRetryIfLoadingFailsTemporarily() throws Exception {
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, "passes");
        CheckpointFollower follower = open(swap, failingAtFirst(swap, 2))) {
      follower.start();
      String id = announce(swap);

      swap.await("a swap to " + id, () -> follower.status().activeId().equals(id));

      assertThat(follower.status().refused()).isZero();
      assertThat(follower.status().swaps()).isEqualTo(1);
      swap.await("no fault any more", () -> follower.status().fault().isEmpty());
      follower.slot().close();
    }
  }

  @Test
  void shouldRetryWhatCouldNotBeLoadedAtTheStart() throws Exception {
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, "later")) {
      String id = announce(swap);
      try (CheckpointFollower follower = open(swap, failingAtFirst(swap, 1))) {
        assertThat(follower.slot().checkpointId()).isEqualTo(UNTRAINED);

        follower.start();

        swap.await("a swap to " + id, () -> follower.slot().checkpointId().equals(id));
        assertThat(follower.status().refused()).isZero();
        follower.slot().close();
      }
    }
  }

  @Test
  void shouldNotWaitForARefusalThatCanNotBeWritten() throws Exception {
    AtomicInteger tried = new AtomicInteger();
    BiFunction<ModelCheckpoint, String, Model> broken =
        (record, id) -> {
          tried.incrementAndGet();
          throw new IllegalStateException("out of memory");
        };
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, "unwritable")) {
      Settings settings =
          CLUSTER.settings("unwritable").untrained(folder).with("producer.acks=nonsense").load();
      try (CheckpointFollower follower =
          new CheckpointFollower(
              settings,
              swap.topics,
              new CheckpointLoader(settings)::load,
              broken,
              CheckpointFollowerTest::untrained)) {
        follower.start();
        begin(swap);
        swap.await("the candidate's failure", () -> tried.get() > 0);
        Thread.sleep(1000); // more than some steps

        assertThat(follower.status().fault()).isEmpty();
        String id = announce(swap);
        swap.await("a swap to " + id, () -> follower.status().activeId().equals(id));
        assertThat(tried).hasValue(1);
        follower.slot().close();
      }
    }
  }

  @Test
  void shouldFreeTheCandidateInTheShadowBeforeItLoadsTheNextCheckpoint() throws Exception {
    ClosingEncoder candidate = new ClosingEncoder();
    AtomicBoolean free = new AtomicBoolean();
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, "memory");
        CheckpointFollower follower =
            new CheckpointFollower(
                swap.settings,
                swap.topics,
                (record, id) -> {
                  free.set(candidate.closed.get());
                  return new CheckpointLoader(swap.settings).load(record, id);
                },
                (record, id) -> EncoderSet.ofImages(candidate),
                CheckpointFollowerTest::untrained)) {
      follower.start();
      begin(swap);
      swap.await("a trial", () -> isLent(follower.shadow()));

      String id = announce(swap);

      swap.await("a swap to " + id, () -> follower.status().activeId().equals(id));
      assertThat(free).isTrue();
      follower.slot().close();
    }
  }

  /** Begins the trial of a candidate. */
  private static void begin(SwapHarness swap) throws Exception {
    ModelCheckpoint candidate = Candidates.good(3);
    swap.publish(candidate);
    var terms = new ShadowCheckpoint.Terms(1, 100, System.currentTimeMillis() + 60_000);
    swap.store.shadow(
        new ShadowCheckpoint(
            candidate.getCheckpointId(),
            UNTRAINED,
            0,
            terms,
            "a test",
            "a test",
            List.of(),
            Optional.empty()));
  }

  private static boolean isLent(ShadowSlot shadow) {
    Optional<ShadowSlot.Loan> loan = shadow.acquire(UNTRAINED);
    loan.ifPresent(ShadowSlot.Loan::close);
    return loan.isPresent();
  }

  private static final class ClosingEncoder implements Encoder<byte[]> {
    private final AtomicBoolean closed = new AtomicBoolean();

    @Override
    public EncoderSpec spec() {
      return Networks.IMAGE.spec();
    }

    @Override
    public String checkpointId() {
      return "candidate";
    }

    @Override
    public float[][] embed(List<byte[]> images) {
      return new float[images.size()][Networks.DIMENSION];
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }

  @Test
  void shouldReportThatItDiedOfAnError() throws Exception {
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, "follower-dies");
        CheckpointFollower follower =
            new CheckpointFollower(
                swap.settings,
                failingTopics(swap, "checkpoint-follower"),
                new CheckpointLoader(swap.settings)::load,
                new CheckpointLoader(swap.settings)::check,
                CheckpointFollowerTest::untrained)) {
      follower.start();
      announce(swap);

      swap.await("the problem", () -> follower.problem().isPresent());

      assertThat(follower.problem()).get().asString().contains("no longer followed", "NoClassDef");
      follower.slot().close();
    }
  }

  @Test
  void shouldReportThatTheGuardDiedOfAnError() throws Exception {
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, "guard-dies");
        CheckpointGuard guard =
            new CheckpointGuard(
                swap.settings,
                failingTopics(swap, "checkpoint-guard"),
                () -> CheckpointStatus.of(UNTRAINED))) {
      guard.start();
      swap.spoilLoss(new byte[] {0, 0, 0, 0, 1}); // its schema must be looked up

      swap.await("the problem", () -> guard.problem().isPresent());

      assertThat(guard.problem()).get().asString().contains("no longer watched", "NoClassDef");
    }
  }

  @Test
  void shouldLeaveNothingRunningIfTheGuardCannotStart() {
    String name = "unguarded";
    // every other reader sets its own value
    String bad = "consumer.max.partition.fetch.bytes=nonsense";
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, name)) {
      assertThatThrownBy(() -> swap.process(bad)).hasMessageContaining("nonsense");

      // The thread that closes the stream outlives close() by a moment.
      swap.await(
          "the end of all threads",
          () ->
              Thread.getAllStackTraces().keySet().stream()
                  .map(Thread::getName)
                  .noneMatch(it -> it.contains(name) || it.equals("checkpoint-follower")));
    }
  }

  private static String announce(SwapHarness swap) throws Exception {
    ModelCheckpoint good = Candidates.good(2);
    swap.publish(good);
    swap.announce(good.getCheckpointId());
    return good.getCheckpointId();
  }

  private static BiFunction<ModelCheckpoint, String, Model> failingAtFirst(
      SwapHarness swap, int times) {
    CheckpointLoader loader = new CheckpointLoader(swap.settings);
    AtomicInteger calls = new AtomicInteger();
    return (record, id) -> {
      if (calls.incrementAndGet() <= times) {
        throw new IllegalStateException("out of memory");
      }
      return loader.load(record, id);
    };
  }

  private static CheckpointFollower open(
      SwapHarness swap, BiFunction<ModelCheckpoint, String, Model> loader) {
    return new CheckpointFollower(
        swap.settings, swap.topics, loader, loader, CheckpointFollowerTest::untrained);
  }

  private static Topics failingTopics(SwapHarness swap, String thread) {
    return Topics.of(swap.settings, new FailingRegistry(swap.registry, thread));
  }

  private static Model untrained() {
    return EncoderSet.ofImages(
        ImageEncoders.load(InitialWeights.of(1), "a test", ForwardPath.FAST, List.of()));
  }
}
