package io.contrastream.bench;

import io.contrastream.schema.Modality;
import io.contrastream.topology.EmbeddingTopology;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * The micro-batches of one modality that all tasks of a processor have embedded.
 *
 * @param batches number of batches so far
 * @param largest inputs in the largest recent batch; 0 if there was none
 */
public record BatchCount(double batches, double largest) {
  private static final String GROUP = "contrastream-batch-metrics";

  public static BatchCount of(Map<MetricName, ? extends Metric> metrics, Modality modality) {
    String node = EmbeddingTopology.embedNode(modality);
    double batches = 0;
    double largest = 0;
    for (Metric metric : metrics.values()) {
      MetricName name = metric.metricName();
      if (!name.group().equals(GROUP) || !node.equals(name.tags().get("node"))) {
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
