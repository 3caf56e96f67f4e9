package io.contrastream.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.lifecycle.StartupException;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaVersionTest {

  @Test
  void shouldAcceptTheVersionOfTheBuild() {
    // given that both libraries tell their version
    assertThat(KafkaStreams.class.getResource("/kafka/kafka-version.properties")).isNotNull();
    assertThat(KafkaStreams.class.getResource("/kafka/kafka-streams-version.properties"))
        .isNotNull();

    KafkaVersion.requireSupported();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.4.0", "4.30.0", "4.2.1", "3.9.1"})
  void shouldRefuseAnotherVersionAndSayWhatToDo(String version) {
    assertThatThrownBy(() -> KafkaVersion.require("kafka-streams", version))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("kafka-streams " + version)
        .hasMessageContaining("supports 4.3.x only")
        .hasMessageContaining("-Dkafka.version=4.3.1");
  }

  @Test
  void shouldAcceptAFixOfTheSupportedVersionAndOneThatIsNotTold() {
    KafkaVersion.require("kafka-streams", "4.3.2");
    KafkaVersion.require("kafka-streams", "");
  }
}
