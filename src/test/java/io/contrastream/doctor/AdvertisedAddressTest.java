package io.contrastream.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.contrastream.cluster.EmbeddedBroker;
import io.contrastream.testing.TestSettings;
import io.contrastream.topic.AdvertisedAddressException;
import io.contrastream.topic.BrokerUnavailableException;
import io.contrastream.topic.KafkaAdmin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdvertisedAddressTest {
  @TempDir private Path folder;

  @Test
  void shouldNameTheAddressThatCantBeReached() {
    // given
    Map<String, String> elsewhere =
        Map.of("advertised.listeners", "PLAINTEXT://nowhere.invalid:9092");
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0, elsewhere)) {
      Check check =
          new BrokerCheck(
              TestSettings.at(broker.bootstrapServers(), "http://127.0.0.1:1").load(),
              Duration.ofSeconds(2));

      // when
      Throwable failure = catchThrowable(check::run);

      // then
      assertThat(failure)
          .isInstanceOf(AdvertisedAddressException.class)
          .hasMessageContaining("The Kafka broker at " + broker.bootstrapServers())
          .hasMessageContaining("names itself nowhere.invalid:9092")
          .hasMessageContaining("unknown host")
          .hasMessageContaining("advertised.listeners");
      assertThat(check.remedy(failure)).contains("advertise an address");
    }
  }

  @Test
  void shouldNotBlameTheAddressOfABrokerThatIsSlow() {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
        KafkaAdmin kafka =
            new KafkaAdmin(
                Map.of("bootstrap.servers", broker.bootstrapServers()), Duration.ofSeconds(2))) {
      assertThat(kafka.explain("read it", new TimeoutException("of a test")))
          .isExactlyInstanceOf(BrokerUnavailableException.class)
          .hasMessageContaining("answers, but could not read it within 2 s");
    }
  }
}
