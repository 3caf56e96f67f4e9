package io.contrastream.bench.swap;

import io.contrastream.bench.BenchException;
import io.contrastream.bench.BenchWatch;
import io.contrastream.bench.CpuTime;
import io.contrastream.bench.FullLoad;
import io.contrastream.bench.JitActivity;
import io.contrastream.bench.Latency;
import io.contrastream.config.Settings;
import io.contrastream.feed.ImageProducer;
import io.contrastream.image.DigitPairs;
import io.contrastream.image.DigitSet;
import io.contrastream.image.drawn.DrawnDigits;
import io.contrastream.processor.StreamProcessor;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/**
 * What it costs to swap checkpoints under full load, next to stretches without swaps in the same
 * run; and whether a record is lost, doubled or mixed meanwhile. Each swap brings weights that were
 * published anew. One thread calls.
 */
public final class SwapBench {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int DIGITS = 1000;
  private static final long SEED = 1;

  private final SwapPlan plan;
  private final BenchWatch watch;
  private final StreamProcessor processor;
  private final CheckpointAnnouncer announcer;
  private final OutputChecker outputs;
  private final FullLoad load;
  private final Histogram announcedMs = new Histogram(3);
  private final PhaseTotal alone;
  private final PhaseTotal swapping;
  private int swaps;
  private long settledMb;

  private SwapBench(
      SwapPlan plan,
      BenchWatch watch,
      StreamProcessor processor,
      CheckpointAnnouncer announcer,
      OutputChecker outputs,
      FullLoad load) {
    this.plan = plan;
    this.watch = watch;
    this.processor = processor;
    this.announcer = announcer;
    this.outputs = outputs;
    this.load = load;
    alone = new PhaseTotal(outputs);
    swapping = new PhaseTotal(outputs);
  }

  /**
   * @param settings of a broker and a registry for this alone, with topics that are empty; rolling
   *     back by itself is off
   * @throws BenchException where outputs or swaps fail to come
   * @throws RuntimeException with a message for people where a part can't start or fails
   * @throws InterruptedException where the watch stopped it
   */
  public static SwapResult run(Settings settings, SwapPlan plan, BenchWatch watch)
      throws InterruptedException {
    DigitSet digits = DigitSet.copyOf(new DrawnDigits(SEED, DIGITS));
    DigitPairs pairs = new DigitPairs(digits, SEED);
    ExpectedScores known = new ExpectedScores(digits);
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      Topics topics = Topics.of(settings.topics(), registry);
      try (CheckpointAnnouncer announcer =
          new CheckpointAnnouncer(settings, topics.checkpoints(), known)) {
        announcer.announce(announcer.publish());
        try (StreamProcessor processor = StreamProcessor.start(settings, registry);
            ImageProducer producer = new ImageProducer(settings, topics.images());
            OutputChecker outputs = new OutputChecker(settings, topics, pairs, known)) {
          processor.awaitReady(PATIENCE);
          try (FullLoad load = new FullLoad(pairs, producer, outputs::embedded)) {
            return new SwapBench(plan, watch, processor, announcer, outputs, load).run();
          }
        }
      }
    }
  }

  private SwapResult run() throws InterruptedException {
    watch.say(
        "Warming up, until all that is hot is compiled, or for %d s…"
            .formatted(plan.warmUp().toSeconds()));
    JitActivity compiling = JitActivity.ofThisMachine();
    rest(plan.warmUp(), () -> compiling.isNearlyDone(System.nanoTime()));
    for (int stretch = 1; stretch <= plan.stretches(); stretch++) {
      alone();
      swapUntil(plan.swapsUntil(stretch));
    }
    alone();
    long lastMb = ResidentMemory.mebibytes();
    watch.say("Waiting for the rest…");
    long images = load.end();
    rest(PATIENCE, () -> outputs.complete(images));
    rest(Duration.ofSeconds(1), () -> false); // for what must not come
    return result(images, lastMb);
  }

  private void alone() throws InterruptedException {
    watch.say("No swaps for %.1f s…".formatted(plan.alone().toMillis() / 1e3));
    alone.begin();
    rest(plan.alone(), () -> false);
    alone.end();
  }

  private void swapUntil(int last) throws InterruptedException {
    watch.say("Swaps %d to %d…".formatted(swaps + 1, last));
    swapping.begin();
    long dueNs = System.nanoTime();
    for (; swaps < last; swaps++) {
      swap();
      dueNs += plan.every().toNanos();
      rest(Duration.ofNanos(Math.max(0, dueNs - System.nanoTime())), () -> false);
      settledMb = swaps < plan.settled() ? ResidentMemory.mebibytes() : settledMb;
    }
    swapping.end();
  }

  private void swap() throws InterruptedException {
    String id = announcer.publish();
    outputs.forget(id);
    long announcedNs = System.nanoTime();
    announcer.announce(id);
    rest(PATIENCE, () -> outputs.firstSeenNs(id) != null);
    Long seenNs = outputs.firstSeenNs(id);
    if (seenNs == null) {
      throw new BenchException(
          "No output under checkpoint %s came within %d s: %s"
              .formatted(id, PATIENCE.toSeconds(), processor.checkpointStatus()));
    }
    announcedMs.recordValue((seenNs - announcedNs) / 1_000_000);
  }

  private void rest(Duration atMost, BooleanSupplier over) throws InterruptedException {
    long endNs = System.nanoTime() + atMost.toNanos();
    while (!over.getAsBoolean() && System.nanoTime() < endNs) {
      processor.throwFailure();
      outputs.throwFailure();
      load.throwFailure();
      watch.throwIfStopped();
      Thread.sleep(Math.max(1, Math.min(10, (endNs - System.nanoTime()) / 1_000_000)));
    }
  }

  private SwapResult result(long images, long lastMb) {
    SwapResult.Stretch without = alone.stretch();
    SwapResult.Stretch with = swapping.stretch();
    return new SwapResult(
        (int) processor.checkpointStatus().swaps(),
        images,
        outputs.counts(images),
        without,
        with,
        with.imagesPerSecond() / without.imagesPerSecond(),
        with.longestGapMs() - without.longestGapMs(),
        Latency.of(announcedMs),
        plan.settled(),
        settledMb,
        lastMb,
        CpuTime.load());
  }
}
