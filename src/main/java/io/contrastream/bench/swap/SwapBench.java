package io.contrastream.bench.swap;

import io.contrastream.bench.BenchException;
import io.contrastream.bench.BenchWatch;
import io.contrastream.bench.FullLoad;
import io.contrastream.bench.Latency;
import io.contrastream.bench.Machine;
import io.contrastream.bench.Supervisor;
import io.contrastream.config.Settings;
import io.contrastream.feed.InputProducer;
import io.contrastream.feed.RunningFeed;
import io.contrastream.image.DigitPairs;
import io.contrastream.image.DigitSet;
import io.contrastream.processor.StreamProcessor;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * Measures the cost of swapping checkpoints under full load, compared with phases without swaps in
 * the same run, and checks that no output is lost, duplicated or mixed. Each swap is to newly
 * published weights. One thread calls.
 */
public final class SwapBench {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final SwapPlan plan;
  private final BenchWatch watch;
  private final StreamProcessor processor;
  private final CheckpointAnnouncer announcer;
  private final OutputChecker outputs;
  private final RunningFeed load;
  private final Supervisor supervisor;
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
      RunningFeed load) {
    this.plan = plan;
    this.watch = watch;
    this.processor = processor;
    this.announcer = announcer;
    this.outputs = outputs;
    this.load = load;
    supervisor =
        new Supervisor(watch, processor::throwFailure, outputs::throwFailure, load::throwFailure);
    alone = new PhaseTotal(outputs);
    swapping = new PhaseTotal(outputs);
  }

  /**
   * @param settings point to a broker and a registry that nothing else uses, with empty topics;
   *     automatic rollback is off
   * @throws BenchException if a swap fails to happen
   * @throws RuntimeException if a part can't start or fails
   */
  public static SwapResult run(Settings settings, SwapPlan plan, BenchWatch watch)
      throws InterruptedException {
    DigitSet digits = FullLoad.digits();
    DigitPairs pairs = new DigitPairs(digits, FullLoad.SEED);
    ExpectedScores expected = new ExpectedScores(digits);
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      Topics topics = Topics.of(settings, registry);
      try (CheckpointAnnouncer announcer =
          new CheckpointAnnouncer(settings, topics.checkpoints(), expected)) {
        announcer.announce(announcer.publish());
        try (StreamProcessor processor = StreamProcessor.start(settings, registry);
            InputProducer producer = new InputProducer(settings, topics);
            OutputChecker outputs = new OutputChecker(settings, topics, pairs, expected)) {
          processor.awaitReady(TIMEOUT);
          try (RunningFeed load = FullLoad.start(digits, producer, outputs::embedded)) {
            return new SwapBench(plan, watch, processor, announcer, outputs, load).run();
          }
        }
      }
    }
  }

  private SwapResult run() throws InterruptedException {
    supervisor.warmUp(plan.warmUp());
    for (int phase = 1; phase <= plan.phases(); phase++) {
      runAlone();
      swapUntil(plan.swapsUntil(phase));
    }
    runAlone();
    long lastMb = Machine.residentMb();
    watch.say("Waiting for the rest…");
    long images = load.finish();
    supervisor.await(() -> outputs.complete(images), TIMEOUT);
    supervisor.pause(Duration.ofSeconds(1)); // for duplicates that may still come
    return result(images, lastMb);
  }

  private void runAlone() throws InterruptedException {
    watch.say("No swaps for %.1f s…".formatted(plan.alone().toMillis() / 1e3));
    alone.begin();
    supervisor.pause(plan.alone());
    alone.end();
  }

  private void swapUntil(int last) throws InterruptedException {
    watch.say("Swaps %d to %d…".formatted(swaps + 1, last));
    swapping.begin();
    long dueNs = System.nanoTime();
    for (; swaps < last; swaps++) {
      swap();
      dueNs += plan.every().toNanos();
      supervisor.pause(Duration.ofNanos(Math.max(0, dueNs - System.nanoTime())));
      settledMb = swaps < plan.settled() ? Machine.residentMb() : settledMb;
    }
    swapping.end();
  }

  private void swap() throws InterruptedException {
    String id = announcer.publish();
    outputs.forget(id);
    long announcedNs = System.nanoTime();
    announcer.announce(id);
    if (!supervisor.await(() -> outputs.firstSeenNs(id) != null, TIMEOUT)) {
      throw new BenchException(
          "No output of checkpoint %s came within %d s: %s"
              .formatted(id, TIMEOUT.toSeconds(), processor.checkpointStatus()));
    }
    announcedMs.recordValue((outputs.firstSeenNs(id) - announcedNs) / 1_000_000);
  }

  private SwapResult result(long images, long lastMb) {
    SwapResult.Phase without = alone.result();
    SwapResult.Phase with = swapping.result();
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
        Machine.loadAverage());
  }
}
