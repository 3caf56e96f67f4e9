package io.contrastream.telemetry;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Applies Prometheus' naming conventions to metrics of Kafka and the JVM: base units as suffixes,
 * {@code _count} for histograms only, and a help text for every metric. Kafka puts the unit of a
 * time into its name, such as {@code io-time-ns-total}.
 */
final class PrometheusNaming {
  private static final Map<String, Double> SECONDS_BY_SUFFIX = Map.of("_ns", 1e-9, "_ms", 1e-3);
  private static final String COUNT = "_count";

  private PrometheusNaming() {}

  /** Leaves a metric as it is if its new name is taken. */
  static MetricSnapshots applyTo(MetricSnapshots found) {
    Set<String> taken = new HashSet<>();
    found.forEach(snapshot -> taken.add(snapshot.getMetadata().getPrometheusName()));
    MetricSnapshots.Builder kept = MetricSnapshots.builder();
    for (MetricSnapshot snapshot : found) {
      MetricSnapshot renamed = applyTo(snapshot);
      String name = renamed.getMetadata().getPrometheusName();
      boolean same = name.equals(snapshot.getMetadata().getPrometheusName());
      kept.metricSnapshot(same || taken.add(name) ? renamed : snapshot);
    }
    return kept.build();
  }

  private static MetricSnapshot applyTo(MetricSnapshot snapshot) {
    MetricMetadata metadata = snapshot.getMetadata();
    double factor = factor(metadata.getPrometheusName());
    if (snapshot instanceof GaugeSnapshot gauge) {
      MetricMetadata renamed = renamed(metadata, true);
      return new GaugeSnapshot(
          renamed, gauge.getDataPoints().stream().map(point -> times(factor, point)).toList());
    }
    if (snapshot instanceof CounterSnapshot counter) {
      MetricMetadata renamed = renamed(metadata, false);
      return new CounterSnapshot(
          renamed, counter.getDataPoints().stream().map(point -> times(factor, point)).toList());
    }
    return snapshot;
  }

  private static GaugeDataPointSnapshot times(double factor, GaugeDataPointSnapshot point) {
    return new GaugeDataPointSnapshot(
        point.getValue() * factor, point.getLabels(), point.getExemplar());
  }

  private static CounterDataPointSnapshot times(double factor, CounterDataPointSnapshot point) {
    return new CounterDataPointSnapshot(
        point.getValue() * factor,
        point.getLabels(),
        point.getExemplar(),
        point.getCreatedTimestampMillis());
  }

  /** The factor to seconds; 1 for metrics other than times. */
  private static double factor(String name) {
    return SECONDS_BY_SUFFIX.entrySet().stream()
        .filter(unit -> hasUnit(name, unit.getKey()))
        .mapToDouble(Map.Entry::getValue)
        .findFirst()
        .orElse(1);
  }

  private static boolean hasUnit(String name, String unit) {
    return (name + "_").contains(unit + "_");
  }

  private static MetricMetadata renamed(MetricMetadata metadata, boolean gauge) {
    String name = metadata.getPrometheusName();
    for (String unit : SECONDS_BY_SUFFIX.keySet()) {
      if (hasUnit(name, unit)) {
        name = (name + "_").replaceFirst(unit + "_", "_") + "seconds";
      }
    }
    if (gauge && name.endsWith(COUNT)) {
      name = name.substring(0, name.length() - COUNT.length()) + "s";
    }
    String help = metadata.getHelp();
    boolean described = help != null && !help.isBlank();
    return new MetricMetadata(
        name, described ? help : "Reported by its library as " + metadata.getName());
  }
}
