package io.contrastream.bench;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * The micro-batches that all tasks of a processor have embedded.
 *
 * @param batches number of batches so far
 * @param largest images in the largest recent batch; 0 if there was none
 */
public record BatchCount(double batches, double largest) {
  private static final String GROUP = "contrastream-batch-metrics";
  private static final String NODE = "embed";

  public static BatchCount of(Map<MetricName, ? extends Metric> metrics) {
    double batches = 0;
    double largest = 0;
    for (Metric metric : metrics.values()) {
      MetricName name = metric.metricName();
      if (!name.group().equals(GROUP) || !NODE.equals(name.tags().get("node"))) {
        continue;
      }
      double value = (Double) metric.metricValue();
      switch (name.name()) {
        case "batch-total" -> batches += value;
        case "batch-size-max" ->
            largest = value > largest ? value : largest; // NaN before the first
        default -> {
          // not about batch sizes
        }
      }
    }
    return new BatchCount(batches, largest);
  }
}
