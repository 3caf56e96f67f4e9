package io.contrastream.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrometheusNamingTest {
  private final Meters meters = new Meters();

  @AfterEach
  void close() {
    meters.close();
  }

  @Test
  void shouldConvertTimesToSeconds() {
    meters.bind(
        to -> {
          FunctionCounter.builder(
                  "kafka.io.time.ns", new AtomicLong(2_500_000_000L), Number::longValue)
              .description("Time spent")
              .tag("client", "one")
              .register(to);
          Gauge.builder("kafka.io.time.ns.avg", () -> 5e6).register(to);
          Gauge.builder("kafka.start.time.ms", () -> 1500).register(to);
        });

    assertThat(meters.scrape())
        .contains("# HELP kafka_io_time_seconds_total Time spent\n")
        .contains("kafka_io_time_seconds_total{client=\"one\"} 2.5\n")
        .contains("kafka_io_time_avg_seconds 0.005\n")
        .contains("kafka_start_time_seconds 1.5\n")
        .doesNotContainPattern("(?m)^\\w+_(ns|ms)\\b");
  }

  @Test
  void shouldReserveCountForHistogramsAndAddHelp() {
    meters.bind(to -> Gauge.builder("kafka.connection.count", () -> 3).register(to));

    assertThat(meters.scrape())
        .contains("# HELP kafka_connections Reported by its library as kafka_connection_count\n")
        .contains("kafka_connections 3.0\n")
        .doesNotContainPattern("(?m)^kafka_connection_count");
  }

  @Test
  void shouldNotReuseANameInUse() {
    meters.bind(
        to -> {
          Gauge.builder("kafka.buffer.count", () -> 3).register(to);
          Gauge.builder("kafka.buffers", () -> 4).register(to);
        });

    assertThat(meters.scrape()).contains("kafka_buffer_count 3.0\n", "kafka_buffers 4.0\n");
  }
}
