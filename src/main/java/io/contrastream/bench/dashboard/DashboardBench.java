package io.contrastream.bench.dashboard;

import io.contrastream.bench.BatchCount;
import io.contrastream.bench.BenchException;
import io.contrastream.bench.BenchWatch;
import io.contrastream.bench.CpuTime;
import io.contrastream.bench.FullLoad;
import io.contrastream.bench.JitActivity;
import io.contrastream.bench.Statistics;
import io.contrastream.bench.SteadyPhase;
import io.contrastream.bench.Throughput;
import io.contrastream.config.Settings;
import io.contrastream.dashboard.Dashboard;
import io.contrastream.feed.ImageProducer;
import io.contrastream.image.DigitPairs;
import io.contrastream.image.DigitSet;
import io.contrastream.image.drawn.DrawnDigits;
import io.contrastream.processor.StreamProcessor;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the dashboard costs a processor at full load: stretches with one that a page watches and
 * Prometheus asks take turns with stretches without, so that a machine that grows busy meanwhile
 * slows both down. One thread calls.
 */
public final class DashboardBench {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration SCRAPE = Duration.ofSeconds(10);
  private static final Duration SETTLE = Duration.ofSeconds(2);
  private static final int ROUNDS = 5;
  private static final int DIGITS = 1000;
  private static final long SEED = 1;

  private final Settings settings;
  private final SchemaRegistry registry;
  private final BenchWatch watch;
  private final StreamProcessor processor;
  private final CommittedOffsets worked;
  private final FullLoad load;
  private final List<Throughput> without = new ArrayList<>();
  private final List<Throughput> with = new ArrayList<>();
  private double newsBytes;
  private double watchedSeconds;

  private DashboardBench(
      Settings settings,
      SchemaRegistry registry,
      BenchWatch watch,
      StreamProcessor processor,
      CommittedOffsets worked,
      FullLoad load) {
    this.settings = settings;
    this.registry = registry;
    this.watch = watch;
    this.processor = processor;
    this.worked = worked;
    this.load = load;
  }

  /**
   * @param settings of a broker and a registry for this alone, with topics that are empty
   * @param measured of each kind, all stretches together; as long again goes by before, at most
   * @throws BenchException where nothing comes out, or there is no dashboard to look at
   * @throws RuntimeException with a message for people where a part can't start or fails
   * @throws InterruptedException where the watch stopped it
   */
  public static DashboardResult run(Settings settings, Duration measured, BenchWatch watch)
      throws InterruptedException {
    DigitPairs pairs = new DigitPairs(DigitSet.copyOf(new DrawnDigits(SEED, DIGITS)), SEED);
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        StreamProcessor processor = StreamProcessor.start(settings, registry);
        ImageProducer producer =
            new ImageProducer(settings, Topics.of(settings.topics(), registry).images());
        CommittedOffsets worked = new CommittedOffsets(settings)) {
      processor.awaitReady(PATIENCE);
      try (FullLoad load = new FullLoad(pairs, producer, worked::last)) {
        return new DashboardBench(settings, registry, watch, processor, worked, load).run(measured);
      }
    }
  }

  private DashboardResult run(Duration measured) throws InterruptedException {
    watch.say(
        "Warming up, until all that is hot is compiled, or for %d s…"
            .formatted(2 * measured.toSeconds()));
    JitActivity compiling = JitActivity.ofThisMachine();
    long endNs = System.nanoTime() + 2 * measured.toNanos();
    while (System.nanoTime() < endNs && !compiling.isNearlyDone(System.nanoTime())) {
      watched(SETTLE);
    }
    with.clear();
    Duration stretch = measured.dividedBy(ROUNDS);
    for (int round = 1; round <= ROUNDS; round++) {
      watch.say("Round %d of %d: without a dashboard, and with…".formatted(round, ROUNDS));
      if (round % 2 == 0) { // who comes second finds more compiled
        watched(stretch);
      }
      without.add(stretch(stretch, () -> {}));
      if (round % 2 == 1) {
        watched(stretch);
      }
    }
    return result();
  }

  private void watched(Duration length) throws InterruptedException {
    try (Dashboard dashboard = Dashboard.of(settings, registry).with(processor).start();
        DashboardVisitor visitor = new DashboardVisitor(url(dashboard))) {
      with.add(stretch(length, visitor::scrape));
      newsBytes += visitor.bytes();
    }
    watchedSeconds += length.plus(SETTLE).toMillis() / 1e3;
  }

  private static String url(Dashboard dashboard) {
    return dashboard
        .url()
        .orElseThrow(() -> new BenchException("There is no dashboard: see the log"));
  }

  /** Something to be done now and then. */
  private interface Chore {
    void run() throws InterruptedException;
  }

  private Throughput stretch(Duration length, Chore chore) throws InterruptedException {
    long startNs = System.nanoTime();
    long endNs = startNs + length.plus(SETTLE).toNanos();
    long choreNs = startNs;
    List<SteadyPhase.Look> looks = new ArrayList<>();
    while (System.nanoTime() < endNs || isWorthWaiting(looks, endNs)) {
      if (System.nanoTime() >= choreNs) {
        chore.run();
        choreNs += SCRAPE.toNanos();
      }
      looks.add(
          new SteadyPhase.Look(
              System.nanoTime(), worked.ask(), CpuTime.usedNs(), new BatchCount(0, 0)));
      watch.throwIfStopped();
      processor.throwFailure();
      load.throwFailure();
      Thread.sleep(LOOK.toMillis());
    }
    SteadyPhase steady = SteadyPhase.of(looks, SETTLE);
    if (!steady.isEnough()) {
      throw new BenchException("Too little was worked off to tell a speed; say more --seconds");
    }
    return steady.offsets();
  }

  /** A single commit that takes long may leave nothing to see of a short stretch. */
  private static boolean isWorthWaiting(List<SteadyPhase.Look> looks, long endNs) {
    return System.nanoTime() < endNs + PATIENCE.toNanos()
        && !SteadyPhase.of(looks, SETTLE).isEnough();
  }

  private DashboardResult result() {
    return new DashboardResult(
        Throughput.median(without),
        Throughput.median(with),
        1 - ratio(Throughput::imagesPerSecond),
        ratio(Throughput::coreMicrosPerImage) - 1,
        newsBytes / watchedSeconds,
        CpuTime.load());
  }

  /** With to without, median of the rounds. */
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
