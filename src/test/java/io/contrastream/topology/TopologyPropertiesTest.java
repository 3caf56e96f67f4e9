package io.contrastream.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.testing.TestSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopologyPropertiesTest {

  @Test
  void shouldGiveSettingsPrecedence() {
    assertThat(of("streams.poll.ms=7", "streams.statestore.cache.max.bytes=8"))
        .hasEntrySatisfying("poll.ms", value -> assertThat(value).hasToString("7"))
        .hasEntrySatisfying(
            "statestore.cache.max.bytes", value -> assertThat(value).hasToString("8"));
  }

  @Test
  void shouldNotLetSettingsChangeTheHandlingOfBadRecords() {
    assertThat(of("streams.processing.exception.handler=another.Handler"))
        .containsEntry("processing.exception.handler", DeadLetterHandler.class);
  }

  private static Map<String, Object> of(String... settings) {
    return TopologyProperties.of(TestSettings.of(settings), OutputLimits.DEFAULT);
  }
}
