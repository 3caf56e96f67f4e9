package io.contrastream.bench.pipeline;

import io.contrastream.bench.BenchException;
import io.contrastream.bench.BenchWatch;
import io.contrastream.bench.CpuTime;
import io.contrastream.bench.EndOffsets;
import io.contrastream.bench.JitActivity;
import io.contrastream.bench.Latency;
import io.contrastream.bench.SteadyPhase;
import io.contrastream.bench.Throughput;
import io.contrastream.config.Settings;
import io.contrastream.feed.ImageFeed;
import io.contrastream.feed.ImageProducer;
import io.contrastream.feed.RunningFeed;
import io.contrastream.image.DigitSet;
import io.contrastream.image.DigitSource;
import io.contrastream.image.drawn.DrawnDigits;
import io.contrastream.processor.StreamProcessor;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.time.Duration;

/**
 * How fast the whole way is, from a topic of images to topics of embeddings and scores: first at
 * full speed, on images that lie ready, so that feeding costs nothing meanwhile; then at a quarter
 * of that speed, to see how long an image takes. One thread calls.
 */
public final class PipelineBench {
  private static final Duration START_PATIENCE = Duration.ofMinutes(2);
  private static final double LATENCY_LOAD = 0.25;

  /** Enough to fill batches, and not so much that a backlog is left for what is measured. */
  private static final double WARM_UP_LOAD = 0.6;

  /** So few that drawing them takes no time, so many that no cache holds them all. */
  private static final int DIGITS = 1000;

  private static final long SEED = 1;

  /** Lasts for a second or two however badly the embedder did when it was measured. */
  private static final long SMALLEST_BACKLOG = 20_000;

  private final Settings settings;
  private final PipelinePlan plan;
  private final BenchWatch watch;
  private final SchemaRegistry registry;
  private final Topics topics;
  private final DigitSource digits = DigitSet.copyOf(new DrawnDigits(SEED, DIGITS));

  private PipelineBench(
      Settings settings, PipelinePlan plan, BenchWatch watch, SchemaRegistry registry) {
    this.settings = settings;
    this.plan = plan;
    this.watch = watch;
    this.registry = registry;
    this.topics = Topics.of(settings.topics(), registry);
  }

  /**
   * @param settings of a broker and a registry for this alone, with topics that are empty
   * @throws BenchException where the figures can't be trusted, because records were lost or doubled
   * @throws RuntimeException with a message for people where a part can't start or fails
   * @throws InterruptedException where the watch stopped it
   */
  public static PipelineResult run(Settings settings, PipelinePlan plan, BenchWatch watch)
      throws InterruptedException {
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        RawEmbedder raw = new RawEmbedder(settings)) {
      return new PipelineBench(settings, plan, watch, registry).run(raw);
    }
  }

  private PipelineResult run(RawEmbedder raw) throws InterruptedException {
    watch.say("Measuring the embedder alone…");
    raw.measure(plan, watch);
    long warmUp = compile(WARM_UP_LOAD * raw.median().imagesPerSecond());
    long images = Math.max(SMALLEST_BACKLOG, plan.images(raw.median().imagesPerSecond()));
    fill(images);
    Found found = measure(warmUp, images);
    watch.say("Measuring the embedder alone once more…");
    raw.measure(plan, watch);
    return found.result(raw.median());
  }

  /**
   * Runs the whole way, until the virtual machine has compiled what is hot in it.
   *
   * @return how many images that took
   */
  private long compile(double imagesPerSecond) throws InterruptedException {
    watch.say(
        "Warming up, until all that is hot is compiled, or for %d s…"
            .formatted(plan.compiling().toSeconds()));
    try (StreamProcessor processor = StreamProcessor.start(settings, registry);
        ImageProducer producer = new ImageProducer(settings, topics.images())) {
      awaitReady(processor);
      ImageFeed feed = feed(producer, Long.MAX_VALUE, imagesPerSecond);
      try (RunningFeed feeding = RunningFeed.start(feed)) {
        awaitCompiled(processor, feeding);
      }
      return feed.sent();
    }
  }

  private void awaitCompiled(StreamProcessor processor, RunningFeed feeding)
      throws InterruptedException {
    JitActivity compiling = JitActivity.ofThisMachine();
    long deadlineNs = System.nanoTime() + plan.compiling().toNanos();
    for (long nowNs = System.nanoTime();
        nowNs < deadlineNs && !compiling.isNearlyDone(nowNs);
        nowNs = System.nanoTime()) {
      watch.throwIfStopped();
      processor.throwFailure();
      feeding.throwFailure();
      Thread.sleep(50);
    }
  }

  private void fill(long images) throws InterruptedException {
    watch.say("Producing %d images…".formatted(images));
    try (ImageProducer producer = new ImageProducer(settings, topics.images());
        RunningFeed feeding = RunningFeed.start(feed(producer, images, 0))) {
      while (!feeding.isDone()) {
        watch.throwIfStopped();
        Thread.sleep(20);
      }
      feeding.throwFailure();
    }
  }

  private ImageFeed feed(ImageProducer producer, long images, double perSecond) {
    return new ImageFeed(
        digits, SEED, new ImageFeed.Plan(images, perSecond, plan.pairs()), producer);
  }

  private Found measure(long before, long images) throws InterruptedException {
    watch.say("Embedding them…");
    try (StreamProcessor processor = StreamProcessor.start(settings, registry)) {
      awaitReady(processor);
      SteadyPhase steady = topSpeed(processor);
      watch.say("Waiting for the rest, and counting what came out…");
      requireAll(before + images, processor);
      double perOffset = (before + images) / (double) readableOffsets();
      double imagesPerSecond = steady.offsets().imagesPerSecond() * perOffset;
      return new Found(
          steady, perOffset, latency(LATENCY_LOAD * imagesPerSecond, processor), images);
    }
  }

  private void awaitReady(StreamProcessor processor) throws InterruptedException {
    long deadlineNs = System.nanoTime() + START_PATIENCE.toNanos();
    while (!processor.isReady()) {
      watch.throwIfStopped();
      processor.throwFailure();
      if (System.nanoTime() > deadlineNs) {
        throw new BenchException(
            "The processor was not ready after %d s".formatted(START_PATIENCE.toSeconds()));
      }
      Thread.sleep(20);
    }
  }

  private SteadyPhase topSpeed(StreamProcessor processor) throws InterruptedException {
    try (ThroughputProbe topSpeed = new ThroughputProbe(settings, processor, watch)) {
      return topSpeed.measure(plan.warmUp(), plan.measured());
    }
  }

  private void requireAll(long images, StreamProcessor processor) throws InterruptedException {
    ExactlyOnceCheck counted = new ExactlyOnceCheck(settings, processor, watch);
    long pairs = plan.pairs() ? images / 2 : 0;
    counted.require(images, topics.embeddings(), record -> record.value().getImageId());
    counted.require(pairs, topics.scores(), record -> record.key());
    counted.require(pairs, topics.labelledPairs(), record -> record.key());
    counted.require(0, topics.deadLetters(), record -> "a dead letter");
  }

  private long readableOffsets() {
    try (EndOffsets ends = new EndOffsets(settings, settings.topics().embeddings())) {
      return EndOffsets.sum(ends.ask());
    }
  }

  private Latency latency(double imagesPerSecond, StreamProcessor processor)
      throws InterruptedException {
    watch.say("Measuring the latency at %.0f images/s…".formatted(imagesPerSecond));
    try (ImageProducer producer = new ImageProducer(settings, topics.images());
        LatencyProbe probe = new LatencyProbe(settings)) {
      ImageFeed feed = feed(producer, plan.images(imagesPerSecond), imagesPerSecond);
      return probe.follow(feed, plan.warmUp(), processor, watch);
    }
  }

  /**
   * @param perOffset records for each offset, which transactions use up, too
   */
  private record Found(SteadyPhase steady, double perOffset, Latency latency, long images) {

    PipelineResult result(Throughput raw) {
      Throughput offsets = steady.offsets();
      double imagesPerSecond = offsets.imagesPerSecond() * perOffset;
      return new PipelineResult(
          imagesPerSecond,
          raw.imagesPerSecond(),
          imagesPerSecond / raw.imagesPerSecond(),
          offsets.coreMicrosPerImage() / perOffset,
          raw.coreMicrosPerImage(),
          new PipelineResult.BatchSize(steady.offsetsPerBatch() * perOffset, steady.largestBatch()),
          latency,
          images,
          CpuTime.load());
    }
  }
}
