package io.contrastream.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.config.Settings;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.testing.TestSettings;
import io.contrastream.topic.TopicState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CoPartitioningTest {
  private static final Settings ALL = TestSettings.of("modalities=image,caption,sound");

  @Test
  void shouldTellTheCommonNumberOfPartitions() {
    List<TopicState> states =
        List.of(
            topic("digit-embeddings", 8),
            topic("digit-sounds", 4),
            topic("digit-images", 4),
            topic("digit-captions", 4));

    assertThat(CoPartitioning.partitions(ALL, states)).isEqualTo(4);
  }

  @Test
  void shouldRefuseInputTopicsWhosePairsWouldNotMeet() {
    List<TopicState> states =
        List.of(topic("digit-images", 4), topic("digit-captions", 4), topic("digit-sounds", 6));

    assertThatThrownBy(() -> CoPartitioning.partitions(ALL, states))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("{digit-captions=4, digit-images=4, digit-sounds=6}");
  }

  @Test
  void shouldIgnoreInputsThatAreNotRead() {
    Settings images = TestSettings.of("modalities=image");

    assertThat(
            CoPartitioning.partitions(
                images, List.of(topic("digit-images", 4), topic("digit-sounds", 6))))
        .isEqualTo(4);
  }

  private static TopicState topic(String name, int partitions) {
    return new TopicState(name, false, partitions, 1, Map.of(), List.of());
  }
}
