package io.contrastream.runtime.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.dashboard.CheckpointDesk;
import io.contrastream.runtime.LocalCluster;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real broker. */
class StoreDeskTest {
  @TempDir private static Path folder;

  @Test
  void shouldKeepTheNewestRefusalsOnly() {
    AtomicReference<CheckpointStatus> status = new AtomicReference<>(CheckpointStatus.of("active"));
    try (LocalCluster cluster = LocalCluster.startThrowAway(0, 0);
        SwapHarness swap = new SwapHarness(cluster, folder, "desk");
        StoreDesk desk =
            new StoreDesk(swap.settings, swap.topics, () -> Optional.of(status.get()))) {
      for (int i = 1; i <= 120; i++) {
        status.set(status.get().refused(new Refusal(i, "id-" + i, "a test", i)));
        desk.view();
      }

      assertThat(desk.view().marks())
          .hasSize(100)
          .extracting(CheckpointDesk.Mark::atMs)
          .startsWith(21L)
          .endsWith(120L);
    }
  }
}
