package io.contrastream.bench.pipeline;

import io.contrastream.bench.BenchException;
import io.contrastream.bench.BenchWatch;
import io.contrastream.bench.EndOffsets;
import io.contrastream.bench.Latency;
import io.contrastream.bench.Machine;
import io.contrastream.bench.SteadyPhase;
import io.contrastream.bench.Supervisor;
import io.contrastream.bench.Throughput;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.checkpoint.Networks;
import io.contrastream.config.ModelSettings;
import io.contrastream.config.Settings;
import io.contrastream.encoding.EncoderSpec;
import io.contrastream.feed.InputFeed;
import io.contrastream.feed.InputProducer;
import io.contrastream.feed.RunningFeed;
import io.contrastream.processor.StreamProcessor;
import io.contrastream.schema.Modality;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.time.Duration;

/**
 * Measures the whole pipeline from topic to topic: first its throughput on a backlog, at full
 * speed; then its latency at a quarter of that throughput. One thread calls.
 */
public final class PipelineBench {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final double LATENCY_LOAD = 0.25;

  /** Enough to fill batches, but so little that no backlog is left for the measurement. */
  private static final double WARM_UP_LOAD = 0.6;

  /** Takes a second or two even if the embedder was measured far too slow. */
  private static final long MIN_BACKLOG = 20_000;

  private static final long MIN_SOUNDS = 4_000;

  private final Settings settings;
  private final PipelinePlan plan;
  private final BenchWatch watch;
  private final SchemaRegistry registry;
  private final Topics topics;
  private final BenchInputs inputs;
  private boolean shadowed;

  /** Number of inputs fed so far. */
  private long fed;

  private PipelineBench(
      Settings settings,
      PipelinePlan plan,
      BenchWatch watch,
      SchemaRegistry registry,
      BenchInputs inputs) {
    this.inputs = inputs;
    this.settings = settings;
    this.plan = plan;
    this.watch = watch;
    this.registry = registry;
    this.topics = Topics.of(settings, registry);
  }

  /**
   * @param settings point to a broker and a registry that nothing else uses, with empty topics
   * @throws BenchException if records were lost or duplicated, or the figures can't be trusted
   * @throws RuntimeException if a part can't start or fails
   */
  public static PipelineResult run(Settings settings, PipelinePlan plan, BenchWatch watch)
      throws InterruptedException {
    BenchInputs inputs = new BenchInputs(plan, images(settings.model()));
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        RawEmbedder raw = new RawEmbedder(settings, inputs)) {
      return new PipelineBench(settings, plan, watch, registry, inputs).run(raw);
    }
  }

  private static EncoderSpec.Input images(ModelSettings model) {
    return new CheckpointFolder(model.checkpointsDir())
        .load(model.checkpoint())
        .file()
        .map(file -> file.description().spec())
        .orElseGet(Networks.IMAGE::spec)
        .input();
  }

  private PipelineResult run(RawEmbedder raw) throws InterruptedException {
    watch.say("Measuring the embedder alone…");
    raw.measure(plan, watch);
    Measured measured = warmUpAndMeasure(raw);
    Measured inShadow = plan.shadow() > 0 ? measureInShadow(raw) : null;
    watch.say("Measuring the embedder alone once more…");
    raw.measure(plan, watch);
    return measured.result(raw.median(), plan.shadow(), inShadow);
  }

  private Measured warmUpAndMeasure(RawEmbedder raw) throws InterruptedException {
    warmUp(WARM_UP_LOAD * raw.median().perSecond());
    long images = Math.max(minBacklog(), plan.backlog(raw.median().perSecond()));
    fill(images);
    return measure(images);
  }

  private Measured measureInShadow(RawEmbedder raw) throws InterruptedException {
    watch.say("Once more, with a candidate in the shadow…");
    BenchShadow.begin(settings, topics, plan.shadow());
    shadowed = true;
    return warmUpAndMeasure(raw);
  }

  /** Runs the whole pipeline until the JIT compiler is quiet. */
  private void warmUp(double imagesPerSecond) throws InterruptedException {
    try (StreamProcessor processor = StreamProcessor.start(settings, registry);
        InputProducer producer = new InputProducer(settings, topics)) {
      processor.awaitReady(START_TIMEOUT);
      InputFeed feed = feed(producer, Long.MAX_VALUE, imagesPerSecond);
      try (RunningFeed running = RunningFeed.start(feed)) {
        new Supervisor(watch, processor::throwFailure, running::throwFailure)
            .warmUp(plan.jitWarmUp());
      }
      fed += feed.sent();
    }
  }

  private long minBacklog() {
    return plan.modality() == Modality.SOUND ? MIN_SOUNDS : MIN_BACKLOG;
  }

  private void fill(long images) throws InterruptedException {
    watch.say("Producing %d inputs…".formatted(images));
    try (InputProducer producer = new InputProducer(settings, topics);
        RunningFeed running = RunningFeed.start(feed(producer, images, 0))) {
      Supervisor supervisor = new Supervisor(watch, running::throwFailure);
      while (!running.isDone()) {
        supervisor.pause(POLL);
      }
      running.throwFailure();
    }
    fed += images;
  }

  private InputFeed feed(InputProducer producer, long images, double perSecond) {
    return new InputFeed(inputs.schedule(), new InputFeed.Plan(images, perSecond), producer);
  }

  private Measured measure(long images) throws InterruptedException {
    watch.say("Embedding them…");
    try (StreamProcessor processor = StreamProcessor.start(settings, registry)) {
      processor.awaitReady(START_TIMEOUT);
      Supervisor supervisor = new Supervisor(watch, processor::throwFailure);
      SteadyPhase steady;
      try (ThroughputProbe probe =
          new ThroughputProbe(settings, plan.modality(), processor, supervisor)) {
        steady = probe.measure(plan);
      }
      watch.say("Waiting for the rest, and counting the outputs…");
      requireAll(fed, supervisor);
      double perOffset = fed / (double) readableOffsets();
      double imagesPerSecond = steady.offsets().perSecond() * perOffset;
      requireShadow(processor);
      Latency latency = latency(LATENCY_LOAD * imagesPerSecond, processor);
      return new Measured(steady, perOffset, latency, images);
    }
  }

  private void requireShadow(StreamProcessor processor) {
    if (shadowed && processor.embeddedInShadow() == 0) {
      throw new BenchException("Nothing was embedded in the shadow");
    }
  }

  private void requireAll(long images, Supervisor supervisor) throws InterruptedException {
    ExactlyOnceCheck check = new ExactlyOnceCheck(settings, supervisor);
    long pairs = plan.pairs() ? images / 2 : 0;
    check.require(images, topics.embeddings(), record -> record.value().getImageId());
    check.require(pairs, topics.scores(), record -> record.key());
    check.require(pairs, topics.labelledPairs(), record -> record.key());
    check.require(0, topics.deadLetters(), record -> "a dead letter");
  }

  private long readableOffsets() {
    try (EndOffsets ends = new EndOffsets(settings, settings.topics().embeddings())) {
      return ends.sum();
    }
  }

  private Latency latency(double imagesPerSecond, StreamProcessor processor)
      throws InterruptedException {
    watch.say("Measuring the latency at %.0f inputs/s…".formatted(imagesPerSecond));
    try (InputProducer producer = new InputProducer(settings, topics);
        LatencyProbe probe = new LatencyProbe(settings)) {
      InputFeed feed = feed(producer, plan.images(imagesPerSecond), imagesPerSecond);
      Latency latency = probe.follow(feed, plan.warmUp(), processor, watch);
      fed += feed.total();
      return latency;
    }
  }

  /**
   * @param perOffset records per offset; below 1, because transaction markers take up offsets
   */
  private record Measured(SteadyPhase steady, double perOffset, Latency latency, long images) {

    double imagesPerSecond() {
      return steady.offsets().perSecond() * perOffset;
    }

    double coreMicros() {
      return steady.offsets().coreMicros() / perOffset;
    }

    /**
     * @param shadowed the run with a candidate in the shadow, or null
     */
    PipelineResult result(Throughput raw, double share, Measured shadowed) {
      double imagesPerSecond = imagesPerSecond();
      return new PipelineResult(
          imagesPerSecond,
          raw.perSecond(),
          imagesPerSecond / raw.perSecond(),
          raw.coreMicros() / coreMicros(),
          coreMicros(),
          raw.coreMicros(),
          new PipelineResult.BatchSize(steady.offsetsPerBatch() * perOffset, steady.largestBatch()),
          latency,
          shadowed == null ? null : shadowed.inShadow(share, this),
          images,
          Machine.loadAverage());
    }

    PipelineResult.InShadow inShadow(double share, Measured without) {
      return new PipelineResult.InShadow(
          share,
          imagesPerSecond(),
          imagesPerSecond() / without.imagesPerSecond(),
          without.coreMicros() / coreMicros(),
          coreMicros(),
          latency);
    }
  }
}
