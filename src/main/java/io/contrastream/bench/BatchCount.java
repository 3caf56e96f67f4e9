package io.contrastream.bench;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * The micro-batches that were embedded, over all tasks of a processor.
 *
 * @param batches so far
 * @param largest images in the largest one lately; 0 where there was none
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
          // the other meters say nothing about sizes
        }
      }
    }
    return new BatchCount(batches, largest);
  }
}
