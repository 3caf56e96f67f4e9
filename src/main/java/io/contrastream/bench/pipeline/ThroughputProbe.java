package io.contrastream.bench.pipeline;

import io.contrastream.bench.BatchCount;
import io.contrastream.bench.BenchException;
import io.contrastream.bench.BenchWatch;
import io.contrastream.bench.CpuTime;
import io.contrastream.bench.EndOffsets;
import io.contrastream.bench.SteadyPhase;
import io.contrastream.config.Settings;
import io.contrastream.processor.StreamProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Watches a processor work off a backlog. Looks at nothing but ends of topics meanwhile, because
 * reading the records would slow down what is measured. One thread calls.
 */
final class ThroughputProbe implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A partition is about to run dry once so much of it was embedded. */
  private static final double NEARLY_ALL = 0.97;

  private final StreamProcessor processor;
  private final BenchWatch watch;
  private final EndOffsets embeddings;
  private final Map<Integer, Long> backlog;

  /**
   * @param processor at work already, or about to be
   */
  ThroughputProbe(Settings settings, StreamProcessor processor, BenchWatch watch) {
    this.processor = processor;
    this.watch = watch;
    embeddings = new EndOffsets(settings, settings.topics().embeddings());
    try (EndOffsets images = new EndOffsets(settings, settings.topics().images())) {
      backlog = images.ask();
    }
  }

  /**
   * @param warmUp from the first embedding on, doesn't count
   * @param measured after it; less where a partition runs dry before
   * @throws BenchException where nothing comes out, or the backlog is too small to tell a speed
   */
  SteadyPhase measure(Duration warmUp, Duration measured) throws InterruptedException {
    awaitFirst();
    long endNs = System.nanoTime() + warmUp.plus(measured).toNanos();
    List<SteadyPhase.Look> looks = new ArrayList<>();
    Map<Integer, Long> ends = embeddings.ask();
    while (allBusy(ends)
        && (System.nanoTime() < endNs
            || System.nanoTime() < endNs + PATIENCE.toNanos()
                && !SteadyPhase.of(looks, warmUp).isEnough())) {
      looks.add(look(ends));
      pause();
      ends = embeddings.ask();
    }
    SteadyPhase steady = SteadyPhase.of(looks, warmUp);
    if (!steady.isEnough()) {
      throw new BenchException(
          "The backlog was worked off before a speed could be told; say more --seconds");
    }
    return steady;
  }

  private void awaitFirst() throws InterruptedException {
    long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    long before = EndOffsets.sum(embeddings.ask());
    while (EndOffsets.sum(embeddings.ask()) == before) {
      if (System.nanoTime() > deadlineNs) {
        throw new BenchException(
            "No embedding came out within %d s".formatted(PATIENCE.toSeconds()));
      }
      pause();
    }
  }

  /** An image's embedding is in the partition of the same number. */
  private boolean allBusy(Map<Integer, Long> ends) {
    return backlog.entrySet().stream()
        .allMatch(
            images ->
                images.getValue() == 0
                    || ends.getOrDefault(images.getKey(), 0L) < NEARLY_ALL * images.getValue());
  }

  private SteadyPhase.Look look(Map<Integer, Long> ends) {
    return new SteadyPhase.Look(
        System.nanoTime(),
        EndOffsets.sum(ends),
        CpuTime.usedNs(),
        BatchCount.of(processor.metrics()));
  }

  private void pause() throws InterruptedException {
    processor.throwFailure();
    watch.throwIfStopped();
    Thread.sleep(LOOK.toMillis());
  }

  @Override
  public void close() {
    embeddings.close();
  }
}
