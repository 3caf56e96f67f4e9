package io.contrastream.bench.pipeline;

import io.contrastream.bench.BatchCount;
import io.contrastream.bench.BenchException;
import io.contrastream.bench.BenchWatch;
import io.contrastream.bench.CpuTime;
import io.contrastream.bench.EndOffsets;
import io.contrastream.bench.SteadyPhase;
import io.contrastream.bench.Supervisor;
import io.contrastream.config.Settings;
import io.contrastream.processor.StreamProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures a processor while it processes a backlog. Looks at end offsets only, because reading the
 * records would slow down what is measured. One thread calls.
 */
final class ThroughputProbe implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** A partition counts as running dry once this share of it has been embedded. */
  private static final double MAX_EMBEDDED_SHARE = 0.97;

  private final StreamProcessor processor;
  private final Supervisor supervisor;
  private final EndOffsets embeddings;
  private final Map<Integer, Long> backlog;

  /**
   * @param processor a started processor
   */
  ThroughputProbe(Settings settings, StreamProcessor processor, BenchWatch watch) {
    this.processor = processor;
    supervisor = new Supervisor(watch, processor::throwFailure);
    embeddings = new EndOffsets(settings, settings.topics().embeddings());
    try (EndOffsets images = new EndOffsets(settings, settings.topics().images())) {
      backlog = images.byPartition();
    }
  }

  /**
   * @param warmUp time from the first embedding on that doesn't count
   * @param measured time to measure afterwards; ends early if a partition runs dry
   * @throws BenchException if nothing comes out, or the backlog is too small to measure
   */
  SteadyPhase measure(Duration warmUp, Duration measured) throws InterruptedException {
    awaitFirst();
    long endNs = System.nanoTime() + warmUp.plus(measured).toNanos();
    List<SteadyPhase.Sample> samples = new ArrayList<>();
    Map<Integer, Long> ends = embeddings.byPartition();
    while (allBusy(ends)
        && (System.nanoTime() < endNs
            || System.nanoTime() < endNs + TIMEOUT.toNanos()
                && !SteadyPhase.of(samples, warmUp).isEnough())) {
      samples.add(sample(ends));
      pause();
      ends = embeddings.byPartition();
    }
    SteadyPhase steady = SteadyPhase.of(samples, warmUp);
    if (!steady.isEnough()) {
      throw new BenchException(
          "The backlog was processed before its speed could be measured; use a larger --seconds");
    }
    return steady;
  }

  private void awaitFirst() throws InterruptedException {
    long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
    long before = EndOffsets.sum(embeddings.byPartition());
    while (EndOffsets.sum(embeddings.byPartition()) == before) {
      if (System.nanoTime() > deadlineNs) {
        throw new BenchException("No embedding came within %d s".formatted(TIMEOUT.toSeconds()));
      }
      pause();
    }
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

  private SteadyPhase.Sample sample(Map<Integer, Long> ends) {
    return new SteadyPhase.Sample(
        System.nanoTime(),
        EndOffsets.sum(ends),
        CpuTime.usedNs(),
        BatchCount.of(processor.metrics()));
  }

  private void pause() throws InterruptedException {
    supervisor.check();
    Thread.sleep(INTERVAL.toMillis());
  }

  @Override
  public void close() {
    embeddings.close();
  }
}
