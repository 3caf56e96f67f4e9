package io.contrastream.processor;

import static io.contrastream.telemetry.Metric.BATCHES;
import static io.contrastream.telemetry.Metric.BATCH_DURATION_MAX;
import static io.contrastream.telemetry.Metric.BATCH_DURATION_MEAN;
import static io.contrastream.telemetry.Metric.BATCH_SIZE_MAX;
import static io.contrastream.telemetry.Metric.BATCH_SIZE_MEAN;
import static io.contrastream.telemetry.Metric.CAPTIONS_EMBEDDED;
import static io.contrastream.telemetry.Metric.CHECKPOINT_CURRENT;
import static io.contrastream.telemetry.Metric.CHECKPOINT_GENERATION;
import static io.contrastream.telemetry.Metric.CHECKPOINT_REFUSALS;
import static io.contrastream.telemetry.Metric.CHECKPOINT_SWAPS;
import static io.contrastream.telemetry.Metric.IMAGES_EMBEDDED;
import static io.contrastream.telemetry.Metric.INPUTS_IN_SHADOW;
import static io.contrastream.telemetry.Metric.LATENCY_READABLE;
import static io.contrastream.telemetry.Metric.PROCESSOR_READY;
import static io.contrastream.telemetry.Metric.RECORDS_DROPPED;
import static io.contrastream.telemetry.Metric.SOUNDS_EMBEDDED;

import io.contrastream.schema.Modality;
import io.contrastream.telemetry.Health;
import io.contrastream.telemetry.Meters;
import io.contrastream.topology.EmbeddingTopology;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import org.apache.kafka.common.MetricName;

/** Exports metrics and health of a stream processor, mostly from the metrics of Kafka Streams. */
public final class ProcessorMeters {
  private static final String BATCH_GROUP = "contrastream-batch-metrics";
  private static final double MILLIS = 1e-3;

  private final StreamProcessor processor;

  private ProcessorMeters(StreamProcessor processor) {
    this.processor = processor;
  }

  public static void add(StreamProcessor processor, Meters meters, Health health) {
    new ProcessorMeters(processor).addTo(meters);
    health.addLiveness("processor", processor::problem);
    health.addReadiness(
        "processor",
        () ->
            processor.isReady()
                ? Optional.empty()
                : Optional.of(
                    "its threads have no partitions yet"
                        + processor.startProblem().map(reason -> ": " + reason).orElse("")));
    health.addReadiness("commits", processor::commitProblem);
    meters.bind(processor.kafkaMeters());
  }

  private void addTo(Meters meters) {
    meters
        .gauge(PROCESSOR_READY, () -> processor.isReady() ? 1 : 0)
        .counter(IMAGES_EMBEDDED, () -> embedded(Modality.IMAGE))
        .counter(CAPTIONS_EMBEDDED, () -> embedded(Modality.CAPTION))
        .counter(SOUNDS_EMBEDDED, () -> embedded(Modality.SOUND))
        .counter(INPUTS_IN_SHADOW, processor::embeddedInShadow)
        .counter(BATCHES, () -> embedding("batch-total").sum())
        .gauge(BATCH_SIZE_MEAN, () -> embedding("batch-size-avg").average().orElse(Double.NaN))
        .gauge(BATCH_SIZE_MAX, () -> embedding("batch-size-max").max().orElse(Double.NaN))
        .gauge(
            BATCH_DURATION_MEAN,
            () -> embedding("batch-latency-avg").average().orElse(Double.NaN) * MILLIS)
        .gauge(
            BATCH_DURATION_MAX,
            () -> embedding("batch-latency-max").max().orElse(Double.NaN) * MILLIS)
        .counter(RECORDS_DROPPED, processor::deadLetters)
        .histogram(LATENCY_READABLE, processor.latency())
        .gauge(CHECKPOINT_GENERATION, () -> processor.checkpointStatus().generation())
        .gauge(CHECKPOINT_CURRENT, () -> processor.checkpointStatus().followsTopic() ? 1 : 0)
        .counter(CHECKPOINT_SWAPS, () -> processor.checkpointStatus().swaps())
        .counter(CHECKPOINT_REFUSALS, () -> processor.checkpointStatus().refused());
  }

  private double embedded(Modality modality) {
    return embedding("record-total", modality).sum();
  }

  /** Returns a metric of the batches of images. */
  private DoubleStream embedding(String name) {
    return embedding(name, Modality.IMAGE);
  }

  private DoubleStream embedding(String name, Modality modality) {
    String node = EmbeddingTopology.embedNode(modality);
    return values(
        name,
        metric -> metric.group().equals(BATCH_GROUP) && node.equals(metric.tags().get("node")));
  }

  /** Leaves out NaN, which Kafka reports as the mean of nothing. */
  private DoubleStream values(String name, Predicate<MetricName> wanted) {
    return processor.metrics().entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name) && wanted.test(entry.getKey()))
        .map(entry -> entry.getValue().metricValue())
        .filter(Number.class::isInstance)
        .mapToDouble(value -> ((Number) value).doubleValue())
        .filter(Double::isFinite);
  }
}
