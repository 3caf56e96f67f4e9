package io.contrastream.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.cluster.EmbeddedBroker;
import io.contrastream.config.Settings;
import io.contrastream.testing.Await;
import io.contrastream.testing.TestSettings;
import io.contrastream.topic.Coordinators;
import io.contrastream.topic.Coordinators.Fault;
import io.contrastream.topic.KafkaAdmin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A single broker with Kafka's defaults for clusters: groups, but no transactions. */
class NoTransactionsTest {
  private static final Map<String, String> THREE_REPLICAS =
      Map.of("transaction.state.log.replication.factor", "3");

  @TempDir Path folder;

  @Test
  void shouldTellWhatASingleBrokerNeedsToCreateItsTopic() {
    // given
    Fault fault;
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0, THREE_REPLICAS)) {
      // when
      fault = fault(broker, Duration.ofSeconds(3)).orElseThrow();
    }

    // then
    assertThat(fault.seen()).contains("offers no transactions", "__transaction_state", "replicas");
    assertThat(fault.remedy())
        .contains("transaction.state.log.replication.factor=1", "transaction.state.log.min.isr=1");
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) { // which has these settings
      assertThat(fault(broker, Duration.ofSeconds(30))).isEmpty();
    }
  }

  @Test
  void shouldTellWhileAProcessorWaits() {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0, THREE_REPLICAS)) {
      Settings exactlyOnce = settings(broker).load();
      Settings atLeastOnce = settings(broker).with("stream.guarantee=at_least_once").load();
      try (StartWatch watch = new StartWatch(exactlyOnce, () -> false);
          StartWatch other = new StartWatch(atLeastOnce, () -> false)) {
        // when
        watch.start();
        other.start();
        Await.until("a reason", () -> watch.reason().isPresent());

        // then
        assertThat(watch.reason().orElseThrow())
            .contains("offers no transactions", "at_least_once needs no transactions");
        assertThat(other.reason()).isEmpty();
      }
    }
  }

  private static Optional<Fault> fault(EmbeddedBroker broker, Duration timeout) {
    try (KafkaAdmin kafka = new KafkaAdmin(settings(broker).load().adminProperties(), timeout)) {
      return new Coordinators(kafka).faultOfTransactions("unused");
    }
  }

  private static TestSettings settings(EmbeddedBroker broker) {
    return TestSettings.at(broker.bootstrapServers(), "http://127.0.0.1:1");
  }
}
