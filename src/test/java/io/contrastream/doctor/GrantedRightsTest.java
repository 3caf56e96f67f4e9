package io.contrastream.doctor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.doctor.RequiredRight.Kind;
import io.contrastream.doctor.RequiredRight.Resource;
import io.contrastream.topic.KafkaAdmin;
import io.contrastream.topic.TopicException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrantedRightsTest {
  private static final Map<String, String> NOWHERE = Map.of("bootstrap.servers", "127.0.0.1:1");

  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldFailIfTheBrokerDoesNotAnswer(Kind kind) {
    try (KafkaAdmin kafka = new KafkaAdmin(NOWHERE, Duration.ofMillis(200))) {
      GrantedRights rights = new GrantedRights(kafka);

      assertThatThrownBy(() -> rights.on(new Resource(kind, "some")))
          .isInstanceOf(TopicException.class)
          .hasMessageContaining("127.0.0.1:1");
    }
  }

  @Test
  void shouldThrowIfInterrupted() {
    try (KafkaAdmin kafka = new KafkaAdmin(NOWHERE, Duration.ofMinutes(1))) {
      GrantedRights rights = new GrantedRights(kafka);

      Thread.currentThread().interrupt();

      assertThatThrownBy(rights::hasAuthorizer).isInstanceOf(InterruptException.class);
    } finally {
      Thread.interrupted();
    }
  }
}
