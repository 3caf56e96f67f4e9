package io.contrastream.demo;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.config.ForwardPath;
import io.contrastream.config.Settings;
import io.contrastream.dashboard.Dashboard;
import io.contrastream.encoding.Encoder;
import io.contrastream.feed.ImageFeed;
import io.contrastream.feed.ImageProducer;
import io.contrastream.feed.RunCounter;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.lifecycle.ProcessFailedException;
import io.contrastream.network.ImageEncoders;
import io.contrastream.network.InitialWeights;
import io.contrastream.processor.StreamProcessor;
import io.contrastream.processor.swap.CheckpointAdmin;
import io.contrastream.processor.swap.CheckpointStatus;
import io.contrastream.schema.ActivationCause;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import io.contrastream.trainer.TrainerProcess;
import io.contrastream.trainer.TrainerProgress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The processor, a feed of digits, and a tally of what becomes of them, against a broker and a
 * registry that are there; where it learns, a trainer too, which the feed waits for, so that the
 * model follows however slow the machine. One thread calls.
 */
public final class Demo implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration STALL_PATIENCE = Duration.ofMinutes(2);

  /**
   * What went in and came out, counted from the topics.
   *
   * @param meanLoss mean squared error of the scores; null where no pair had labels
   * @param seconds from the first image sent to the last output seen
   * @param swaps times that the processor went over to another checkpoint
   * @param refused candidates that the gate did not let in, and announcements that the processor
   *     did not take over
   * @param meanLossFirst of the first pairs: a twentieth of the run, 50 to 1000
   * @param meanLossLast of as many last pairs
   * @param secondsToRecover from the first score of altered digits until the accuracy of as many of
   *     their newest pairs was within a point of what it had been before; null where it was not, or
   *     nothing was altered
   */
  public record Result(
      long images,
      long embeddings,
      long pairs,
      long scores,
      long labelledPairs,
      long deadLetters,
      Double meanLoss,
      String checkpoint,
      double seconds,
      double imagesPerSecond,
      long swaps,
      long refused,
      Double meanLossFirst,
      Double meanLossLast,
      Double secondsToRecover) {}

  /**
   * How many pairs the feed may be ahead of the trainer: enough for one that takes the partitions
   * in turns, whose lengths differ by chance, the more the longer the run.
   */
  private static final long LEAD = 1000;

  private static final double CHANCE = 5;

  private final DemoPlan plan;
  private final LossCurve curve;
  private SchemaRegistry registry;
  private StreamProcessor processor;
  private TrainerProcess trainer;
  private Dashboard dashboard;
  private long trainedBefore;
  private ImageProducer producer;
  private RunCounter tally;
  private ImageFeed feed;
  private CompletableFuture<Void> feeding;
  private long startNs;
  private long lastOutputNs;
  private long lastOutputs;

  private Demo(DemoPlan plan) {
    this.plan = plan;
    curve = new LossCurve(plan.feed().images() / 2, plan.driftsAtPair());
  }

  /**
   * Starts all of it; the first image goes in when the processor is ready.
   *
   * @throws RuntimeException with a message for people where a part can't start
   */
  public static Demo start(Settings settings, DemoPlan plan) throws InterruptedException {
    Demo demo = new Demo(plan);
    try {
      demo.open(settings);
      return demo;
    } catch (RuntimeException | InterruptedException e) {
      demo.close();
      throw e;
    }
  }

  private void open(Settings settings) throws InterruptedException {
    registry = SchemaRegistry.connect(settings.registry());
    Topics topics = Topics.of(settings.topics(), registry);
    if (plan.fromScratch()) {
      beginUntrained(settings, topics);
    }
    processor = StreamProcessor.start(settings, registry);
    processor.awaitReady(START_PATIENCE);
    Dashboard.Builder page = Dashboard.of(settings, registry).with(processor);
    if (plan.learns()) {
      trainer =
          TrainerProcess.start(
              settings, registry, new TrainerProcess.Options(plan.fromScratch(), 0));
      trainedBefore = trainer.progress().counts().pairs();
      page.with(trainer);
    }
    dashboard = page.start();
    producer = new ImageProducer(settings, topics.images());
    tally =
        new RunCounter(
            settings, topics, producer.runId(), score -> curve.add(score, System.nanoTime()));
    feed = new ImageFeed(plan.course(), plan.seed(), plan.feed(), producer, this::aheadOfTrainer);
    startNs = System.nanoTime();
    lastOutputNs = startNs;
    feeding = CompletableFuture.runAsync(feed);
  }

  /** Announces what the trainer will begin with, so that processor and trainer begin alike. */
  private static void beginUntrained(Settings settings, Topics topics) {
    TopicSetup.ensure(settings, topics);
    Checkpoint untrained = InitialWeights.of(settings.training().seed());
    try (CheckpointAdmin store = new CheckpointAdmin(settings, topics.checkpoints());
        Encoder<byte[]> model =
            ImageEncoders.load(untrained, "The untrained network", ForwardPath.PLAIN, List.of())) {
      store.publish(untrained, model);
      store.activate(untrained.id(), ActivationCause.MANUAL, "the demo begins untrained", "demo");
    }
  }

  private boolean aheadOfTrainer(long images) {
    if (trainer == null) {
      return false;
    }
    long pairs = images / 2;
    long trained = trainer.progress().counts().pairs() - trainedBefore;
    return pairs - trained > LEAD + CHANCE * Math.sqrt(pairs);
  }

  /**
   * Counts what has come, waiting at most so long for it.
   *
   * @throws RuntimeException where the feed or the processor has failed, or nothing more comes
   */
  public void advance(Duration atMost) {
    tally.poll(atMost);
    throwFailures();
    long outputs =
        tally.embeddings() + tally.scores() + tally.labelledPairs() + tally.deadLetters();
    long nowNs = System.nanoTime();
    if (outputs > lastOutputs) {
      lastOutputs = outputs;
      lastOutputNs = nowNs;
    } else if (feeding.isDone() && nowNs - lastOutputNs > STALL_PATIENCE.toNanos()) {
      throw new ProcessFailedException(
          "Nothing came out for %d s, with %d of %d images embedded"
              .formatted(STALL_PATIENCE.toSeconds(), tally.embeddings(), plan.feed().images()),
          null);
    }
  }

  /** Feeds no more, and counts what is on its way, waiting at most so long for it. */
  public void finish(Duration atMost) {
    feed.stop();
    long endNs = System.nanoTime() + atMost.toNanos();
    while (System.nanoTime() < endNs && !(feeding.isDone() && tally.complete(feed.sent()))) {
      advance(LOOK);
    }
  }

  private void throwFailures() {
    processor.throwFailure();
    if (trainer != null) {
      trainer.throwFailure();
    }
    if (feeding.isCompletedExceptionally()) {
      try {
        feeding.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      }
    }
  }

  /** Where it can be watched. */
  public Dashboard dashboard() {
    return dashboard;
  }

  public RunCounter tally() {
    return tally;
  }

  public LossCurve curve() {
    return curve;
  }

  /** Which checkpoint is in use, and what became of those that were announced. */
  public CheckpointStatus checkpoints() {
    return processor.checkpointStatus();
  }

  /** How far the trainer is; empty where there is none. */
  public Optional<TrainerProgress> training() {
    return Optional.ofNullable(trainer).map(TrainerProcess::progress);
  }

  /** Whether all images of the plan have gone all the way. */
  public boolean isComplete() {
    return tally.complete(plan.feed().images());
  }

  public Result result() {
    double seconds = (lastOutputNs - startNs) / 1e9;
    return new Result(
        tally.images(),
        tally.embeddings(),
        tally.pairs(),
        tally.scores(),
        tally.labelledPairs(),
        tally.deadLetters(),
        tally.meanLoss(),
        processor.checkpointId(),
        seconds,
        seconds == 0 ? 0 : tally.embeddings() / seconds,
        checkpoints().swaps(),
        checkpoints().refused() + training().map(TrainerProgress::refused).orElse(0),
        curve.first(),
        curve.last(),
        curve.secondsToRecover());
  }

  @Override
  public void close() {
    if (feed != null) {
      feed.stop();
      feeding.exceptionally(failure -> null).join();
    }
    Closeables.closeAll(producer, tally, dashboard, trainer, processor, registry);
  }
}
