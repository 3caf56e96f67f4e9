package io.contrastream.processor.swap;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.config.Settings;
import io.contrastream.testing.TestSettings;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CheckpointAdminTest {

  /** Without the setting, this would take a minute. */
  @Test
  @Timeout(40)
  void shouldUseTheTimeoutOfTheSettings() {
    Settings settings =
        TestSettings.of(
            "kafka.bootstrap.servers=127.0.0.1:1",
            "consumer.default.api.timeout.ms=200",
            "consumer.request.timeout.ms=200");
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      var topic = Topics.of(settings, registry).checkpoints();

      assertThatThrownBy(() -> new CheckpointAdmin(settings, topic))
          .isInstanceOf(TimeoutException.class);
    }
  }
}
