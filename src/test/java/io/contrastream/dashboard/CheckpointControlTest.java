package io.contrastream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.contrastream.processor.swap.CheckpointStatus;
import io.contrastream.processor.swap.CheckpointStatus.Refusal;
import io.contrastream.processor.swap.SwapHarness;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs against a real broker. */
class CheckpointControlTest {
  @TempDir private static Path folder;
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  private final AtomicReference<CheckpointStatus> status =
      new AtomicReference<>(CheckpointStatus.of("active"));

  @Test
  void shouldMarkASwapOnceTheProcessorHasDecided() throws Exception {
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, "undecided");
        CheckpointControl control =
            new CheckpointControl(swap.settings, swap.topics, () -> Optional.of(status.get()))) {
      ActiveCheckpoint announced = swap.announce("ffffffffffff");
      assertThat(control.view().marks()).isEmpty();

      status.set(status(announced.generation(), Optional.empty()));

      assertThat(control.view().marks())
          .extracting(CheckpointControl.Mark::kind, CheckpointControl.Mark::id)
          .containsExactly(tuple("swap", "ffffffffffff"));
    }
  }

  @Test
  void shouldKeepTheNewestRefusalsOnly() {
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, "control");
        CheckpointControl control =
            new CheckpointControl(swap.settings, swap.topics, () -> Optional.of(status.get()))) {
      for (int i = 1; i <= 120; i++) {
        status.set(status(0, Optional.of(new Refusal(i, "id-" + i, "a test", i))));
        control.view();
      }

      assertThat(control.view().marks())
          .hasSize(100)
          .extracting(CheckpointControl.Mark::atMs)
          .startsWith(21L)
          .endsWith(120L);
    }
  }

  @Test
  void shouldNameTheCheckpointOfAFile() {
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, "names");
        CheckpointControl control =
            new CheckpointControl(swap.settings, swap.topics, () -> Optional.of(status.get()))) {
      assertThat(control.view().names()).containsValue("contrastream-mnist");
    }
  }

  private static CheckpointStatus status(long generation, Optional<Refusal> refusal) {
    return new CheckpointStatus("active", generation, null, null, 0, 0, refusal, "");
  }
}
