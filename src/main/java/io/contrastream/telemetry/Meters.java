package io.contrastream.telemetry;

import io.contrastream.lifecycle.Closeables;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

/**
 * The meters of a process. Values are read when somebody asks for them; the hot path records
 * nothing. Any thread may call.
 */
public final class Meters implements AutoCloseable {
  private static final PrometheusTextFormatWriter WRITER = new PrometheusTextFormatWriter(false);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final List<AutoCloseable> closeables = new ArrayList<>();

  /** Creates the registry, with meters of the JVM. */
  public Meters() {
    bind(new JvmMemoryMetrics());
    bind(new JvmGcMetrics());
    bind(new JvmThreadMetrics());
    bind(new ProcessorMetrics());
    bind(new UptimeMetrics());
  }

  /**
   * @param value NaN if there is none at the moment
   */
  public Meters gauge(Metric metric, DoubleSupplier value) {
    Gauge.builder(metric.id(), value::getAsDouble)
        .baseUnit(metric.unit())
        .description(metric.description())
        .register(registry);
    return this;
  }

  /**
   * @param value never decreases while the process lives
   */
  public Meters counter(Metric metric, DoubleSupplier value) {
    // The builder keeps its object by a weak reference; the lambda keeps the supplier alive.
    FunctionCounter.builder(metric.id(), this, meters -> value.getAsDouble())
        .baseUnit(metric.unit())
        .description(metric.description())
        .register(registry);
    return this;
  }

  /**
   * Returns gauges of one metric that differ in their tags. They are set with {@link
   * MultiGauge#register}.
   */
  public MultiGauge gauges(Metric metric) {
    return MultiGauge.builder(metric.id())
        .baseUnit(metric.unit())
        .description(metric.description())
        .register(registry);
  }

  public Meters histogram(Metric metric, LatencyHistogram latencies) {
    registry.getPrometheusRegistry().register(new HistogramCollector(metric, latencies));
    return this;
  }

  /** Adds the meters of a library, such as Kafka Streams. They are closed with this registry. */
  public Meters bind(MeterBinder binder) {
    binder.bindTo(registry);
    if (binder instanceof AutoCloseable closeable) {
      closeables.add(closeable);
    }
    return this;
  }

  /** The finite values of this program's metrics, by name, without histograms. */
  public Map<String, Double> values() {
    Map<String, Double> values = new TreeMap<>();
    for (Metric metric : Metric.values()) {
      Meter meter = registry.find(metric.id()).meter();
      if (meter != null) {
        double value = meter.measure().iterator().next().getValue();
        if (Double.isFinite(value)) {
          values.put(metric.id(), value);
        }
      }
    }
    return values;
  }

  /** All meters in Prometheus' text format, version 0.0.4. */
  public String scrape() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      WRITER.write(text, PrometheusNaming.applyTo(registry.getPrometheusRegistry().scrape()));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // can't happen in memory
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    Closeables.closeAll(closeables.toArray(AutoCloseable[]::new));
    registry.close();
  }
}
