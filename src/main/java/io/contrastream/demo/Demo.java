package io.contrastream.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.config.ForwardPath;
import io.contrastream.config.Settings;
import io.contrastream.dashboard.Dashboard;
import io.contrastream.encoding.Encoder;
import io.contrastream.feed.InputFeed;
import io.contrastream.feed.InputProducer;
import io.contrastream.feed.RunCounter;
import io.contrastream.feed.RunningFeed;
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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a processor, a dashboard, a feed of digits and a counter of the outputs against an existing
 * broker and registry. If the plan includes learning, a trainer runs too, and the feed waits for
 * it, so that the model keeps up on a slow machine. One thread calls.
 */
public final class Demo implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration STALL_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(100);

  /**
   * How many pairs the feed may be ahead of the trainer. The trainer reads partitions in turn, and
   * their lengths differ by chance, the more the longer the run.
   */
  private static final long MAX_LEAD = 1000;

  private static final double MAX_LEAD_PER_SQRT_PAIRS = 5;

  /**
   * Inputs and outputs of a demo.
   *
   * @param seconds time from the first input sent to the last output read
   * @param swaps number of checkpoint swaps in the processor
   * @param refused candidates refused by the gate, plus announcements refused by the processor
   * @param meanLossFirst mean squared error of the first pairs of images: a twentieth of the run,
   *     but at least 50 and at most 1000
   * @param meanLossLast mean squared error of as many last pairs
   * @param secondsToRecover see {@link LossCurve#secondsToRecover}
   * @param lossesAcross the same means for the other pairs of modalities, such as {@code
   *     image:caption}
   */
  public record Result(
      @JsonUnwrapped RunCounter.Counts counts,
      String checkpoint,
      double seconds,
      double imagesPerSecond,
      long swaps,
      long refused,
      Double meanLossFirst,
      Double meanLossLast,
      Double secondsToRecover,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, LossCurves.Losses> lossesAcross) {}

  private final DemoPlan plan;
  private final LossCurves curves;
  private final Deque<AutoCloseable> opened;
  private final StreamProcessor processor;
  private final Optional<TrainerProcess> trainer;
  private final long trainedBefore;
  private final Dashboard dashboard;
  private final RunCounter counter;
  private final InputProducer producer;
  private final InputFeed images;
  private final RunningFeed feed;
  private final long startNs;
  private long lastOutputNs;
  private long lastOutputs;

  /**
   * @param opened receives each part that has to be closed, as soon as it is open
   */
  private Demo(Settings settings, DemoPlan plan, Deque<AutoCloseable> opened)
      throws InterruptedException {
    this.plan = plan;
    this.opened = opened;
    curves = new LossCurves(plan);
    SchemaRegistry registry = push(SchemaRegistry.connect(settings.registry()));
    Topics topics = Topics.of(settings, registry);
    if (plan.fromScratch()) {
      activateUntrained(settings, topics);
    }
    processor = push(StreamProcessor.start(settings, registry));
    processor.awaitReady(START_TIMEOUT);
    var options = new TrainerProcess.Options(plan.fromScratch(), 0);
    trainer =
        plan.learns()
            ? Optional.of(push(TrainerProcess.start(settings, registry, options)))
            : Optional.empty();
    trainedBefore = trainedPairs();
    dashboard = push(Dashboard.start(settings, registry, Optional.of(processor), trainer));
    producer = push(new InputProducer(settings, topics));
    counter =
        push(
            new RunCounter(
                settings, topics, producer.runId(), score -> curves.add(score, System.nanoTime())));
    startNs = System.nanoTime();
    lastOutputNs = startNs;
    images = new InputFeed(plan.schedule(), plan.feed(), producer, this::isAheadOfTrainer);
    feed = push(RunningFeed.start(images));
  }

  /**
   * Starts all parts; feeding begins when the processor is ready.
   *
   * @throws RuntimeException if a part can't start
   */
  public static Demo start(Settings settings, DemoPlan plan) throws InterruptedException {
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    try {
      return new Demo(settings, plan, opened);
    } catch (RuntimeException | InterruptedException e) {
      closeAll(opened);
      throw e;
    }
  }

  private <T extends AutoCloseable> T push(T part) {
    opened.push(part);
    return part;
  }

  /**
   * Activates the weights that the trainer starts with, so that the processor starts with them too.
   */
  private static void activateUntrained(Settings settings, Topics topics) {
    TopicSetup.ensure(settings, topics);
    Checkpoint untrained = InitialWeights.of(settings.training().seed(), settings.modalities());
    try (CheckpointAdmin admin = new CheckpointAdmin(settings, topics.checkpoints());
        Encoder<byte[]> model =
            ImageEncoders.load(untrained, "The untrained network", ForwardPath.PLAIN, List.of())) {
      admin.publish(untrained, model);
      admin.activate(untrained.id(), ActivationCause.MANUAL, "the demo starts untrained", "demo");
    }
  }

  private boolean isAheadOfTrainer(InputProducer.Sent sent) {
    long pairs = sent.pairs();
    long lead = pairs - (trainedPairs() - trainedBefore);
    return trainer.isPresent() && lead > MAX_LEAD + MAX_LEAD_PER_SQRT_PAIRS * Math.sqrt(pairs);
  }

  private long trainedPairs() {
    return training().map(progress -> progress.counts().pairs()).orElse(0L);
  }

  /**
   * Counts new outputs, waiting up to {@code atMost} for them.
   *
   * @throws RuntimeException if a part has failed, or outputs have stopped coming
   */
  public void advance(Duration atMost) {
    counter.poll(atMost);
    throwFailures();
    RunCounter.Counts now = counts();
    long outputs = now.embeddings() + now.scores() + now.labelledPairs() + now.deadLetters();
    long nowNs = System.nanoTime();
    if (outputs > lastOutputs) {
      lastOutputs = outputs;
      lastOutputNs = nowNs;
    } else if (feed.isDone() && nowNs - lastOutputNs > STALL_TIMEOUT.toNanos()) {
      throw new ProcessFailedException(
          "No output came for %d s; %d of %d images are embedded"
              .formatted(STALL_TIMEOUT.toSeconds(), now.embeddings(), plan.feed().images()),
          null);
    }
  }

  /** Stops feeding and counts the remaining outputs, waiting up to {@code atMost} for them. */
  public void finish(Duration atMost) {
    images.stop();
    long endNs = System.nanoTime() + atMost.toNanos();
    while (System.nanoTime() < endNs && !isComplete()) {
      advance(POLL);
    }
  }

  private void throwFailures() {
    processor.throwFailure();
    trainer.ifPresent(TrainerProcess::throwFailure);
    feed.throwFailure();
  }

  public Dashboard dashboard() {
    return dashboard;
  }

  /** The counts of this run's inputs and outputs so far. */
  public RunCounter.Counts counts() {
    return counter.counts();
  }

  /** Returns the loss of the pairs of images. */
  public LossCurve curve() {
    return curves.ofImages();
  }

  /** The active checkpoint, and the outcome of those announced. */
  public CheckpointStatus checkpoints() {
    return processor.checkpointStatus();
  }

  /** Returns the trainer's progress, or empty if there is no trainer. */
  public Optional<TrainerProgress> training() {
    return trainer.map(TrainerProcess::progress);
  }

  /** Whether all outputs of all images of the plan have been read. */
  public boolean isComplete() {
    return feed.isDone() && counter.complete(producer.sent().inputs());
  }

  public Result result() {
    double seconds = (lastOutputNs - startNs) / 1e9;
    return new Result(
        counts(),
        processor.checkpointId(),
        seconds,
        seconds == 0 ? 0 : counts().embeddings() / seconds,
        checkpoints().swaps(),
        checkpoints().refused() + training().map(TrainerProgress::refused).orElse(0),
        curve().first(),
        curve().last(),
        curve().secondsToRecover(),
        curves.across());
  }

  @Override
  public void close() {
    closeAll(opened);
  }

  /** Closes the parts, last opened first. */
  private static void closeAll(Deque<AutoCloseable> opened) {
    Closeables.closeAll(opened.toArray(AutoCloseable[]::new));
  }
}
