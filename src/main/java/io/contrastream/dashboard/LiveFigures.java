package io.contrastream.dashboard;

import io.contrastream.config.Settings;
import io.contrastream.telemetry.LatencyHistogram;
import io.contrastream.telemetry.Meters;
import io.contrastream.telemetry.Metric;
import java.util.Map;
import java.util.Optional;

/**
 * The figures of a process: its meters, with the records that wait in Kafka, and the latency since
 * the last look. Only {@link #sample} waits for Kafka. One thread calls it and {@link #latency};
 * any may call the others.
 */
final class LiveFigures implements AutoCloseable {
  private final Meters meters;
  private final WaitingRecords waiting;
  private final Optional<LatencyHistogram.Interval> latency;

  /**
   * Adds the records that wait to the meters.
   *
   * @param latency from produce to readable; empty if this process embeds nothing
   */
  LiveFigures(Settings settings, Meters meters, Optional<LatencyHistogram> latency) {
    this.meters = meters;
    this.waiting = new WaitingRecords(settings);
    this.latency = latency.map(LatencyHistogram::interval);
    meters
        .gauge(Metric.RECORDS_WAITING, waiting::count)
        .gauge(Metric.RECORDS_WAITING_AGE, waiting::ageSeconds);
  }

  Meters meters() {
    return meters;
  }

  void sample() {
    waiting.sample();
  }

  /** Returns the finite values by metric name. */
  Map<String, Double> values() {
    return meters.values();
  }

  /** Returns that of the embeddings which became readable since the last call; null if none did. */
  Tick.Latency latency() {
    return latency
        .flatMap(LatencyHistogram.Interval::next)
        .map(found -> new Tick.Latency(found.p50(), found.p99()))
        .orElse(null);
  }

  @Override
  public void close() {
    waiting.close();
  }
}
