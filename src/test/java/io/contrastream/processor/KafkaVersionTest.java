package io.contrastream.processor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KafkaVersionTest {

  @Test
  void shouldAcceptTheVersionOfTheBuild() {
    KafkaVersion.requireSupported();
  }

  @Test
  void shouldSayWhatToDo() {
    assertThat(KafkaVersion.withAdvice("It is wrong"))
        .startsWith("It is wrong: ")
        .contains("-Dkafka.version=4.3.1");
  }
}
