package io.contrastream.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.testing.TestSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicPlanTest {
  private final List<TopicPlan> plans = TopicPlan.of(TestSettings.of("topics.partitions=4"));

  @Test
  void shouldKeepCheckpointsInOneCompactedPartition() {
    TopicPlan checkpoints = plan("model-checkpoints");

    assertThat(checkpoints.partitions()).isEqualTo(1);
    assertThat(checkpoints.settings()).containsEntry("cleanup.policy", "compact");
  }

  @Test
  void shouldAcceptCheckpointsOf16MiB() {
    assertThat(plan("model-checkpoints").settings()).containsEntry("max.message.bytes", "16777216");
  }

  @Test
  void shouldSpreadTelemetryOfTrainersOverAllPartitions() {
    assertThat(plan("training-telemetry").partitions()).isEqualTo(4);
  }

  private TopicPlan plan(String name) {
    return plans.stream().filter(plan -> plan.name().equals(name)).findFirst().orElseThrow();
  }
}
