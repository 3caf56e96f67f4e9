package io.contrastream.bench.pipeline;

import io.contrastream.bench.BatchCount;
import io.contrastream.bench.BenchException;
import io.contrastream.bench.EndOffsets;
import io.contrastream.bench.Machine;
import io.contrastream.bench.SteadyPhase;
import io.contrastream.bench.Supervisor;
import io.contrastream.config.Settings;
import io.contrastream.processor.StreamProcessor;
import io.contrastream.schema.Modality;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Measures a processor while it processes a backlog. Looks at end offsets only, because reading the
 * records would slow down what is measured. One thread calls.
 */
final class ThroughputProbe implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** A partition counts as running dry once this share of it has been embedded. */
  private static final double MAX_EMBEDDED_SHARE = 0.97;

  private final Modality modality;
  private final StreamProcessor processor;
  private final Supervisor supervisor;
  private final EndOffsets embeddings;
  private final Map<Integer, Long> backlog;

  /**
   * @param modality of the inputs
   * @param processor a started processor
   */
  ThroughputProbe(
      Settings settings, Modality modality, StreamProcessor processor, Supervisor supervisor) {
    this.modality = modality;
    this.processor = processor;
    this.supervisor = supervisor;
    embeddings = new EndOffsets(settings, settings.topics().embeddings());
    try (EndOffsets images = new EndOffsets(settings, settings.topics().inputs(modality))) {
      backlog = images.byPartition();
    }
  }

  /**
   * Measures once the JIT compiler is quiet, and until the end or until a partition runs dry.
   *
   * @throws BenchException if nothing comes out, or the backlog is too small to measure
   */
  SteadyPhase measure(PipelinePlan plan) throws InterruptedException {
    long before = embeddings.sum();
    if (!supervisor.await(() -> embeddings.sum() > before, TIMEOUT)) {
      throw new BenchException("No embedding came within %d s".formatted(TIMEOUT.toSeconds()));
    }
    supervisor.warmUp(plan.fullSpeedWarmUp());
    return SteadyPhase.measure(plan.warmUp(), plan.measured(), this::sample, supervisor);
  }

  private Optional<SteadyPhase.Sample> sample() {
    Map<Integer, Long> ends = embeddings.byPartition();
    return allBusy(ends)
        ? Optional.of(
            new SteadyPhase.Sample(
                System.nanoTime(),
                EndOffsets.sum(ends),
                Machine.cpuNs(),
                BatchCount.of(processor.metrics(), modality)))
        : Optional.empty();
  }

  /** An image and its embedding are in partitions of the same number. */
  private boolean allBusy(Map<Integer, Long> ends) {
    return backlog.entrySet().stream()
        .allMatch(
            images ->
                images.getValue() == 0
                    || ends.getOrDefault(images.getKey(), 0L)
                        < MAX_EMBEDDED_SHARE * images.getValue());
  }

  @Override
  public void close() {
    embeddings.close();
  }
}
