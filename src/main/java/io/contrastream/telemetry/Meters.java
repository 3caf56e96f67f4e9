package io.contrastream.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
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
import java.util.function.ToDoubleFunction;

/**
 * The meters of one process, read at the moment of asking; nothing is recorded on the hot path. Any
 * thread may call.
 */
public final class Meters implements AutoCloseable {
  private static final PrometheusTextFormatWriter WRITER = new PrometheusTextFormatWriter(false);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final List<AutoCloseable> closeables = new ArrayList<>();

  /** With the JVM's own meters in it. */
  public Meters() {
    bind(new JvmMemoryMetrics());
    bind(new JvmGcMetrics());
    bind(new JvmThreadMetrics());
    bind(new ProcessorMetrics());
    bind(new UptimeMetrics());
  }

  /** Adds a value that goes up and down; NaN where there is none at the moment. */
  public Meters gauge(Metric measure, DoubleSupplier value) {
    Gauge.builder(measure.id(), value::getAsDouble)
        .baseUnit(measure.unit())
        .description(measure.description())
        .register(registry);
    return this;
  }

  /** Adds a value that only grows while the process lives. */
  public Meters counter(Metric measure, DoubleSupplier value) {
    ToDoubleFunction<DoubleSupplier> read = DoubleSupplier::getAsDouble;
    // The builder keeps its object weakly; the function holds on to it.
    FunctionCounter.builder(measure.id(), this, meters -> read.applyAsDouble(value))
        .baseUnit(measure.unit())
        .description(measure.description())
        .register(registry);
    return this;
  }

  /** Adds another's meters, such as those of Kafka Streams; they are closed with this. */
  public Meters bind(MeterBinder binder) {
    binder.bindTo(registry);
    if (binder instanceof AutoCloseable closeable) {
      closeables.add(closeable);
    }
    return this;
  }

  /** Our own meters that have a value now, by their names. */
  public Map<String, Double> figures() {
    Map<String, Double> figures = new TreeMap<>();
    for (Metric measure : Metric.values()) {
      Meter meter = registry.find(measure.id()).meter();
      if (meter != null) {
        double value = meter.measure().iterator().next().getValue();
        if (Double.isFinite(value)) {
          figures.put(measure.id(), value);
        }
      }
    }
    return figures;
  }

  /** All of them in Prometheus' text format, version 0.0.4. */
  public String scrape() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      WRITER.write(text, PrometheusNaming.applyTo(registry.getPrometheusRegistry().scrape()));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory doesn't fail
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    for (AutoCloseable closeable : closeables) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException("A meter did not close", e);
      }
    }
    registry.close();
  }
}
