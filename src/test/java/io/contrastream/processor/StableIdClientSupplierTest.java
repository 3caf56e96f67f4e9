package io.contrastream.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.testing.TestSettings;
import io.contrastream.topology.streams.Arrivals;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StableIdClientSupplierTest {
  private final StableIdClientSupplier clients =
      new StableIdClientSupplier(
          "app-with-dashes-1234",
          new CommittedOutputs(TestSettings.offline().topics()),
          new Arrivals(),
          new CommitWatch(Duration.ofSeconds(1), () -> 0));

  @Test
  void shouldReplaceWhatStreamsDrewAndKeepTheThread() {
    String drawn = "app-with-dashes-5d0f5a1c-7b0a-4b8e-9d3c-2f1e6a7b8c9d-12";

    assertThat(clients.stable(Map.of("transactional.id", drawn, "acks", "all")))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("transactional.id", "app-with-dashes-1234-12", "acks", "all"));
  }

  @Test
  void shouldGiveNoIdToAProducerWithoutTransactions() {
    assertThat(clients.stable(Map.of("acks", "all"))).isEqualTo(Map.of("acks", "all"));
  }
}
