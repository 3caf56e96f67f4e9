package io.contrastream.bench.dashboard;

import io.contrastream.bench.BatchCount;
import io.contrastream.bench.BenchException;
import io.contrastream.bench.BenchWatch;
import io.contrastream.bench.FullLoad;
import io.contrastream.bench.Machine;
import io.contrastream.bench.Statistics;
import io.contrastream.bench.SteadyPhase;
import io.contrastream.bench.Supervisor;
import io.contrastream.bench.Throughput;
import io.contrastream.config.Settings;
import io.contrastream.dashboard.Dashboard;
import io.contrastream.feed.InputProducer;
import io.contrastream.feed.RunningFeed;
import io.contrastream.processor.StreamProcessor;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Measures what the dashboard costs a processor under full load. Phases with a dashboard, which a
 * page watches and Prometheus scrapes, alternate with phases without, so that a busy moment of the
 * machine affects both in the same way. One thread calls.
 */
public final class DashboardBench {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(10);
  private static final Duration SETTLE = Duration.ofSeconds(2);
  private static final int ROUNDS = 5;

  private final Settings settings;
  private final SchemaRegistry registry;
  private final BenchWatch watch;
  private final StreamProcessor processor;
  private final CommittedOffsets processed;
  private final Supervisor supervisor;
  private final List<Throughput> without = new ArrayList<>();
  private final List<Throughput> with = new ArrayList<>();
  private double eventBytes;
  private double watchedSeconds;

  private DashboardBench(
      Settings settings,
      SchemaRegistry registry,
      BenchWatch watch,
      StreamProcessor processor,
      CommittedOffsets processed,
      RunningFeed load) {
    this.settings = settings;
    this.registry = registry;
    this.watch = watch;
    this.processor = processor;
    this.processed = processed;
    supervisor = new Supervisor(watch, processor::throwFailure, load::throwFailure);
  }

  /**
   * @param settings point to a broker and a registry that nothing else uses, with empty topics
   * @param measured total time of the phases of each kind; warming up takes at most twice as long
   * @throws BenchException if nothing comes out, or the dashboard does not start
   * @throws RuntimeException if a part can't start or fails
   */
  public static DashboardResult run(Settings settings, Duration measured, BenchWatch watch)
      throws InterruptedException {
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        StreamProcessor processor = StreamProcessor.start(settings, registry);
        InputProducer producer = new InputProducer(settings, Topics.of(settings, registry));
        CommittedOffsets processed = new CommittedOffsets(settings)) {
      processor.awaitReady(TIMEOUT);
      try (RunningFeed load = FullLoad.start(FullLoad.digits(), producer, processed::last)) {
        return new DashboardBench(settings, registry, watch, processor, processed, load)
            .run(measured);
      }
    }
  }

  private DashboardResult run(Duration measured) throws InterruptedException {
    supervisor.warmUp(measured.multipliedBy(2), () -> runWatched(SETTLE));
    with.clear();
    Duration length = measured.dividedBy(ROUNDS);
    for (int round = 1; round <= ROUNDS; round++) {
      watch.say("Round %d of %d: without a dashboard, and with…".formatted(round, ROUNDS));
      if (round % 2 == 0) { // the second phase runs code that is better compiled
        runWatched(length);
      }
      without.add(runPhase(length, () -> {}));
      if (round % 2 == 1) {
        runWatched(length);
      }
    }
    return result();
  }

  private void runWatched(Duration length) throws InterruptedException {
    try (Dashboard dashboard =
            Dashboard.start(settings, registry, Optional.of(processor), Optional.empty());
        DashboardVisitor visitor = new DashboardVisitor(url(dashboard))) {
      with.add(runPhase(length, visitor::scrape));
      eventBytes += visitor.bytes();
    }
    watchedSeconds += length.plus(SETTLE).toMillis() / 1e3;
  }

  private static String url(Dashboard dashboard) {
    return dashboard
        .url()
        .orElseThrow(() -> new BenchException("The dashboard did not start; the log says why"));
  }

  /** Measures while {@code scrape} is called at every scrape interval. */
  private Throughput runPhase(Duration length, Supervisor.Step scrape) throws InterruptedException {
    AtomicLong dueNs = new AtomicLong(System.nanoTime());
    SteadyPhase.Source source =
        () -> {
          if (System.nanoTime() >= dueNs.get()) {
            dueNs.addAndGet(SCRAPE_INTERVAL.toNanos());
            scrape.run();
          }
          return Optional.of(
              new SteadyPhase.Sample(
                  System.nanoTime(), processed.fetch(), Machine.cpuNs(), new BatchCount(0, 0)));
        };
    return SteadyPhase.measure(SETTLE, length, source, supervisor).offsets();
  }

  private DashboardResult result() {
    return new DashboardResult(
        Throughput.median(without),
        Throughput.median(with),
        1 - ratio(Throughput::perSecond),
        ratio(Throughput::coreMicros) - 1,
        eventBytes / watchedSeconds,
        Machine.loadAverage());
  }

  /** Returns the median over all rounds of the figure with a dashboard, divided by that without. */
  private double ratio(ToDoubleFunction<Throughput> figure) {
    return Statistics.median(
        IntStream.range(0, ROUNDS)
            .mapToDouble(
                round ->
                    figure.applyAsDouble(with.get(round))
                        / figure.applyAsDouble(without.get(round)))
            .toArray());
  }
}
