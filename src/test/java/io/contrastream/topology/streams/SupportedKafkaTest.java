package io.contrastream.topology.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SupportedKafkaTest {

  @Test
  void shouldAcceptTheVersionOfTheBuild() {
    // given that both libraries tell their version
    assertThat(KafkaStreams.class.getResource("/kafka/kafka-version.properties")).isNotNull();
    assertThat(KafkaStreams.class.getResource("/kafka/kafka-streams-version.properties"))
        .isNotNull();

    SupportedKafka.require();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.4.0", "4.30.0", "4.2.1", "3.9.1"})
  void shouldRefuseAnotherVersion(String version) {
    assertThat(SupportedKafka.fault("kafka-streams", version).orElseThrow())
        .contains("kafka-streams " + version)
        .contains("known of 4.3.x only");
  }

  @Test
  void shouldAcceptAFixOfTheSupportedVersionAndOneThatIsNotTold() {
    assertThat(SupportedKafka.fault("kafka-streams", "4.3.2")).isEmpty();
    assertThat(SupportedKafka.fault("kafka-streams", "")).isEmpty();
  }
}
