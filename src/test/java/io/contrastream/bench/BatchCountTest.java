package io.contrastream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class BatchCountTest {
  private final Map<MetricName, Metric> metrics = new HashMap<>();

  @Test
  void shouldAddUpTheTasksThatEmbed() {
    // given two tasks that embed, one that scores again, and a meter of Kafka Streams
    meter("contrastream-batch-metrics", "batch-total", "embed", "0_0", 10.0);
    meter("contrastream-batch-metrics", "batch-total", "embed", "0_1", 5.0);
    meter("contrastream-batch-metrics", "batch-size-max", "embed", "0_0", 64.0);
    meter("contrastream-batch-metrics", "batch-size-max", "embed", "0_1", 128.0);
    meter("contrastream-batch-metrics", "batch-size-avg", "embed", "0_1", 99.0);
    meter("contrastream-batch-metrics", "batch-total", "rescore", "0_0", 1000.0);
    meter("stream-thread-metrics", "batch-total", "embed", "0_0", "text");

    // then
    assertThat(BatchCount.of(metrics)).isEqualTo(new BatchCount(15, 128));
  }

  @Test
  void shouldKnowOfNoBatchBeforeTheFirst() {
    meter("contrastream-batch-metrics", "batch-total", "embed", "0_0", 0.0);
    meter("contrastream-batch-metrics", "batch-size-max", "embed", "0_0", Double.NaN);

    assertThat(BatchCount.of(metrics)).isEqualTo(new BatchCount(0, 0));
  }

  private void meter(String group, String name, String node, String task, Object value) {
    MetricName fullName = new MetricName(name, group, "", Map.of("node", node, "task", task));
    metrics.put(
        fullName,
        new Metric() {
          @Override
          public MetricName metricName() {
            return fullName;
          }

          @Override
          public Object metricValue() {
            return value;
          }
        });
  }
}
