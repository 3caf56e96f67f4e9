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
 * Brings meters of Kafka and the JVM to Prometheus' conventions: base units, told at the end of the
 * name; {@code _count} only where a histogram counts; and some help with every name. Kafka names
 * times after the unit that it counts in, such as {@code io-time-ns-total}.
 */
final class PrometheusNaming {
  private static final Map<String, Double> SECONDS_IN = Map.of("_ns", 1e-9, "_ms", 1e-3);
  private static final String COUNT = "_count";

  private PrometheusNaming() {}

  /** Those that keep to the conventions stay as they are, and so do those whose name is taken. */
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

  private static double factor(String name) {
    return SECONDS_IN.entrySet().stream()
        .filter(unit -> within(name, unit.getKey()))
        .mapToDouble(Map.Entry::getValue)
        .findFirst()
        .orElse(1);
  }

  private static boolean within(String name, String unit) {
    return (name + "_").contains(unit + "_");
  }

  private static MetricMetadata renamed(MetricMetadata metadata, boolean gauge) {
    String name = metadata.getPrometheusName();
    for (String unit : SECONDS_IN.keySet()) {
      if (within(name, unit)) {
        name = (name + "_").replaceFirst(unit + "_", "_") + "seconds";
      }
    }
    if (gauge && name.endsWith(COUNT)) {
      name = name.substring(0, name.length() - COUNT.length()) + "s";
    }
    String help = metadata.getHelp();
    boolean told = help != null && !help.isBlank();
    return new MetricMetadata(name, told ? help : "Its library calls it " + metadata.getName());
  }
}
