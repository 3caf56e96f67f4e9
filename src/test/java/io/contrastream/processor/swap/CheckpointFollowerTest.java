package io.contrastream.processor.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.config.ForwardPath;
import io.contrastream.encoding.EncoderSet;
import io.contrastream.encoding.Model;
import io.contrastream.network.ImageEncoders;
import io.contrastream.network.InitialWeights;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.testing.FailingRegistry;
import io.contrastream.topic.Topics;
import java.nio.file.Path;
import java.util.List;
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
