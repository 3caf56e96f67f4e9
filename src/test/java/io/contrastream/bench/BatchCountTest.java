package io.contrastream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.schema.Modality;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class BatchCountTest {
  private final Map<MetricName, Metric> metrics = new HashMap<>();

  @Test
  void shouldSumOverTheTasksThatEmbed() {
    // given two tasks that embed, one that rescores, and a metric of Kafka Streams
    metric("contrastream-batch-metrics", "batch-total", "embed", "0_0", 10.0);
    metric("contrastream-batch-metrics", "batch-total", "embed", "0_1", 5.0);
    metric("contrastream-batch-metrics", "batch-size-max", "embed", "0_0", 64.0);
    metric("contrastream-batch-metrics", "batch-size-max", "embed", "0_1", 128.0);
    metric("contrastream-batch-metrics", "batch-size-avg", "embed", "0_1", 99.0);
    metric("contrastream-batch-metrics", "batch-total", "rescore", "0_0", 1000.0);
    metric("stream-thread-metrics", "batch-total", "embed", "0_0", "text");

    // then
    assertThat(BatchCount.of(metrics, Modality.IMAGE)).isEqualTo(new BatchCount(15, 128));
  }

  @Test
  void shouldReportZeroBeforeTheFirstBatch() {
    metric("contrastream-batch-metrics", "batch-total", "embed", "0_0", 0.0);
    metric("contrastream-batch-metrics", "batch-size-max", "embed", "0_0", Double.NaN);

    assertThat(BatchCount.of(metrics, Modality.IMAGE)).isEqualTo(new BatchCount(0, 0));
  }

  private void metric(String group, String name, String node, String task, Object value) {
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
