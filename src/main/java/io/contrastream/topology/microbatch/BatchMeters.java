package io.contrastream.topology.microbatch;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.common.metrics.stats.Avg;
import org.apache.kafka.common.metrics.stats.CumulativeCount;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.common.metrics.stats.Max;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/** Measures the size of the batches of one node in one task, and the latency of their function. */
final class BatchMeters {
  private static final String GROUP = "contrastream-batch-metrics";

  private final Sensor records;
  private final Sensor latencyMs;

  private BatchMeters(Sensor records, Sensor latencyMs) {
    this.records = records;
    this.latencyMs = latencyMs;
  }

  /** Returns meters among those of Kafka Streams; the same ones again after a task restarts. */
  static BatchMeters of(ProcessingContext context, String node) {
    Map<String, String> tags = Map.of("node", node, "task", context.taskId().toString());
    StreamsMetrics metrics = context.metrics();
    String sensors = "micro-batch." + context.taskId() + "." + node;
    Sensor records = metrics.addSensor(sensors + ".records", RecordingLevel.INFO);
    records.add(name("batch-total", "Batches", tags), new CumulativeCount());
    records.add(name("record-total", "Records in all batches", tags), new CumulativeSum());
    records.add(name("batch-size-avg", "Records in a batch, mean", tags), new Avg());
    records.add(name("batch-size-max", "Records in a batch, largest", tags), new Max());
    Sensor latency = metrics.addSensor(sensors + ".latency", RecordingLevel.INFO);
    latency.add(name("batch-latency-avg", "Milliseconds a batch takes, mean", tags), new Avg());
    latency.add(name("batch-latency-max", "Milliseconds a batch takes, longest", tags), new Max());
    return new BatchMeters(records, latency);
  }

  private static MetricName name(String name, String description, Map<String, String> tags) {
    return new MetricName(name, GROUP, description, tags);
  }

  void record(int size, long elapsedNs) {
    records.record(size);
    latencyMs.record(elapsedNs / (double) TimeUnit.MILLISECONDS.toNanos(1));
  }
}
