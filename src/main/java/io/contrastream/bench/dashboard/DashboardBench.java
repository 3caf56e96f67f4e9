package io.contrastream.bench.dashboard;

import io.contrastream.bench.BatchCount;
import io.contrastream.bench.BenchException;
import io.contrastream.bench.BenchWatch;
import io.contrastream.bench.CpuTime;
import io.contrastream.bench.FullLoad;
import io.contrastream.bench.JitActivity;
import io.contrastream.bench.Statistics;
import io.contrastream.bench.SteadyPhase;
import io.contrastream.bench.Supervisor;
import io.contrastream.bench.Throughput;
import io.contrastream.config.Settings;
import io.contrastream.dashboard.Dashboard;
import io.contrastream.feed.ImageProducer;
import io.contrastream.feed.RunningFeed;
import io.contrastream.image.DigitSet;
import io.contrastream.image.drawn.DrawnDigits;
import io.contrastream.processor.StreamProcessor;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Measures what the dashboard costs a processor under full load. Phases with a dashboard, which a
 * page watches and Prometheus scrapes, alternate with phases without, so that a busy moment of the
 * machine affects both in the same way. One thread calls.
 */
public final class DashboardBench {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final Duration SAMPLE_INTERVAL = Duration.ofMillis(50);
  private static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(10);
  private static final Duration SETTLE = Duration.ofSeconds(2);
  private static final int ROUNDS = 5;
  private static final int DIGITS = 1000;
  private static final long SEED = 1;

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
   * @throws InterruptedException if the watch stopped it
   */
  public static DashboardResult run(Settings settings, Duration measured, BenchWatch watch)
      throws InterruptedException {
    DigitSet digits = DigitSet.copyOf(new DrawnDigits(SEED, DIGITS));
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        StreamProcessor processor = StreamProcessor.start(settings, registry);
        ImageProducer producer =
            new ImageProducer(settings, Topics.of(settings.topics(), registry).images());
        CommittedOffsets processed = new CommittedOffsets(settings)) {
      processor.awaitReady(TIMEOUT);
      try (RunningFeed load = FullLoad.start(digits, SEED, producer, processed::last)) {
        return new DashboardBench(settings, registry, watch, processor, processed, load)
            .run(measured);
      }
    }
  }

  private DashboardResult run(Duration measured) throws InterruptedException {
    warmUp(measured.multipliedBy(2));
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

  private void warmUp(Duration atMost) throws InterruptedException {
    watch.say(JitActivity.warmingUp(atMost));
    JitActivity jit = JitActivity.ofThisMachine();
    long endNs = System.nanoTime() + atMost.toNanos();
    while (System.nanoTime() < endNs && !jit.isQuiet(System.nanoTime())) {
      runWatched(SETTLE);
    }
    with.clear();
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

  /** Called at every scrape interval. */
  private interface Scrape {
    void run() throws InterruptedException;
  }

  private Throughput runPhase(Duration length, Scrape scrape) throws InterruptedException {
    long startNs = System.nanoTime();
    long endNs = startNs + length.plus(SETTLE).toNanos();
    long scrapeNs = startNs;
    List<SteadyPhase.Sample> samples = new ArrayList<>();
    while (System.nanoTime() < endNs || isWorthWaiting(samples, endNs)) {
      if (System.nanoTime() >= scrapeNs) {
        scrape.run();
        scrapeNs += SCRAPE_INTERVAL.toNanos();
      }
      samples.add(
          new SteadyPhase.Sample(
              System.nanoTime(), processed.fetch(), CpuTime.usedNs(), new BatchCount(0, 0)));
      supervisor.check();
      Thread.sleep(SAMPLE_INTERVAL.toMillis());
    }
    SteadyPhase steady = SteadyPhase.of(samples, SETTLE);
    if (!steady.isEnough()) {
      throw new BenchException(
          "Too few images were processed to measure a speed; use a larger --seconds");
    }
    return steady.offsets();
  }

  /** A commit that takes long may leave too few samples of a short phase. */
  private static boolean isWorthWaiting(List<SteadyPhase.Sample> samples, long endNs) {
    return System.nanoTime() < endNs + TIMEOUT.toNanos()
        && !SteadyPhase.of(samples, SETTLE).isEnough();
  }

  private DashboardResult result() {
    return new DashboardResult(
        Throughput.median(without),
        Throughput.median(with),
        1 - ratio(Throughput::imagesPerSecond),
        ratio(Throughput::coreMicrosPerImage) - 1,
        eventBytes / watchedSeconds,
        CpuTime.loadAverage());
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
