package io.contrastream.bench;

import org.HdrHistogram.Histogram;

/** Percentiles of a latency, milliseconds. */
public record Latency(double p50, double p95, double p99, double max) {

  public static Latency of(Histogram millis) {
    return new Latency(
        millis.getValueAtPercentile(50),
        millis.getValueAtPercentile(95),
        millis.getValueAtPercentile(99),
        millis.getMaxValue());
  }
}
