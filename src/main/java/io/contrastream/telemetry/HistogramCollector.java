package io.contrastream.telemetry;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/** Shows a histogram to Prometheus, with a bucket for each doubling. */
record HistogramCollector(Metric metric, LatencyHistogram latencies) implements Collector {

  @Override
  public MetricSnapshot collect() {
    long[] counts = latencies.counts();
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    long inBucket = 0;
    for (int i = 0; i < counts.length; i++) {
      inBucket += counts[i];
      boolean last = i == counts.length - 1;
      if (last || i % LatencyHistogram.STEPS == 0) {
        buckets.bucket(latencies.boundSeconds(i), inBucket);
        inBucket = 0;
      }
    }
    return HistogramSnapshot.builder()
        .name(getPrometheusName())
        .help(metric.description())
        .dataPoint(
            HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(latencies.sumSeconds())
                .build())
        .build();
  }

  @Override
  public String getPrometheusName() {
    return metric.id().replace('.', '_') + "_" + metric.unit();
  }
}
