package io.contrastream.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.contrastream.telemetry.LatencyHistogram.Quantiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {
  private final LatencyHistogram latencies = new LatencyHistogram();
  private final LatencyHistogram.Interval interval = latencies.interval();

  @ParameterizedTest
  @ValueSource(longs = {2, 3, 8, 17, 100, 512, 513, 4999, 60_000, 1_000_000})
  void shouldBeOffByAFewPercentAtMost(long latencyMs) {
    latencies.record(latencyMs);

    Quantiles found = interval.next().orElseThrow();

    assertThat(found.p50()).isCloseTo(latencyMs, within(1 + latencyMs / 25));
    assertThat(found.p99()).isEqualTo(found.p50());
  }

  @Test
  void shouldTellTheMedianFromTheSlowest() {
    for (int i = 0; i < 98; i++) {
      latencies.record(100);
    }
    latencies.record(3000);
    latencies.record(3000);

    Quantiles found = interval.next().orElseThrow();

    assertThat(found.p50()).isBetween(96L, 104L);
    assertThat(found.p99()).isBetween(2880L, 3120L);
  }

  @Test
  void shouldForgetWhatWasReadBefore() {
    latencies.record(100_000);
    interval.next();
    latencies.record(0);

    assertThat(interval.next().orElseThrow().p99()).isLessThanOrEqualTo(1);
    assertThat(interval.next()).isEmpty();
  }

  @Test
  void shouldHaveRoomForAnyLatency() {
    latencies.record(Long.MAX_VALUE);

    assertThat(interval.next().orElseThrow().p50()).isEqualTo(1 << 20);
  }

  @Test
  void shouldTellShortLatenciesApart() {
    LatencyHistogram searches = LatencyHistogram.ofShort();
    searches.record(0.1);
    searches.record(0.7);
    searches.record(4);
    try (Meters meters = new Meters()) {
      meters.histogram(Metric.INDEX_SEARCH, searches);

      assertThat(meters.scrape())
          .contains(
              "contrastream_index_search_seconds_bucket{le=\"1.25E-4\"} 1\n",
              "contrastream_index_search_seconds_bucket{le=\"0.001\"} 2\n",
              "contrastream_index_search_seconds_sum 0.0048\n");
    }
  }

  @Test
  void shouldShowPrometheusABucketForEachDoubling() {
    latencies.record(0);
    latencies.record(2);
    latencies.record(3);
    latencies.record(3_000_000);
    try (Meters meters = new Meters()) {
      meters.histogram(Metric.LATENCY_READABLE, latencies);

      assertThat(meters.scrape())
          .contains(
              "# TYPE contrastream_latency_readable_seconds histogram\n",
              "contrastream_latency_readable_seconds_bucket{le=\"0.001\"} 1\n",
              "contrastream_latency_readable_seconds_bucket{le=\"0.002\"} 2\n",
              "contrastream_latency_readable_seconds_bucket{le=\"0.004\"} 3\n",
              "contrastream_latency_readable_seconds_bucket{le=\"1048.576\"} 3\n",
              "contrastream_latency_readable_seconds_bucket{le=\"+Inf\"} 4\n",
              "contrastream_latency_readable_seconds_count 4\n",
              "contrastream_latency_readable_seconds_sum 3000.005\n");
    }
  }
}
