package io.contrastream.runtime;

import io.contrastream.config.Settings;
import io.contrastream.image.DigitSource;
import io.contrastream.topic.SchemaRegistry;
import io.contrastream.topic.Topics;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The processor, a feed of digits, and a tally of what becomes of them, against a broker and a
 * registry that are there. One thread calls.
 */
public final class Demo implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofMinutes(2);
  private static final Duration STALL_PATIENCE = Duration.ofMinutes(2);

  /**
   * What went in and came out, counted from the topics.
   *
   * @param meanLoss mean squared error of the scores; null where no pair had labels
   * @param seconds from the first image sent to the last output seen
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
      double imagesPerSecond) {}

  private final ImageFeed.Plan plan;
  private SchemaRegistry registry;
  private StreamProcessor processor;
  private Dashboard dashboard;
  private ImageProducer producer;
  private Tally tally;
  private ImageFeed feed;
  private CompletableFuture<Void> feeding;
  private long startNs;
  private long lastOutputNs;
  private long lastOutputs;

  private Demo(ImageFeed.Plan plan) {
    this.plan = plan;
  }

  /**
   * Starts all of it; the first image goes in when the processor is ready.
   *
   * @param seed of the choice of contrastive examples
   * @throws RuntimeException with a message for people where a part can't start
   */
  public static Demo start(Settings settings, DigitSource source, long seed, ImageFeed.Plan plan)
      throws InterruptedException {
    Demo demo = new Demo(plan);
    try {
      demo.open(settings, source, seed);
      return demo;
    } catch (RuntimeException | InterruptedException e) {
      demo.close();
      throw e;
    }
  }

  private void open(Settings settings, DigitSource source, long seed) throws InterruptedException {
    registry = SchemaRegistry.connect(settings.registry());
    Topics topics = Topics.of(settings.topics(), registry);
    processor = StreamProcessor.start(settings, registry);
    dashboard = Dashboard.of(settings, registry).with(processor).start();
    processor.awaitReady(START_PATIENCE);
    producer = new ImageProducer(settings, topics.images());
    tally = new Tally(settings, topics, producer.runId());
    feed = new ImageFeed(source, seed, plan, producer);
    startNs = System.nanoTime();
    lastOutputNs = startNs;
    feeding = CompletableFuture.runAsync(feed);
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
      throw new ProcessorFailedException(
          "Nothing came out for %d s, with %d of %d images embedded"
              .formatted(STALL_PATIENCE.toSeconds(), tally.embeddings(), plan.images()),
          null);
    }
  }

  private void throwFailures() {
    processor.throwFailure();
    if (feeding.isCompletedExceptionally()) {
      try {
        feeding.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      }
    }
  }

  public Tally tally() {
    return tally;
  }

  /** Where it can be watched. */
  public Dashboard dashboard() {
    return dashboard;
  }

  /** Whether all images of the plan have gone all the way. */
  public boolean isComplete() {
    return tally.complete(plan.images());
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
        seconds == 0 ? 0 : tally.embeddings() / seconds);
  }

  @Override
  public void close() {
    if (feed != null) {
      feed.stop();
      feeding.exceptionally(failure -> null).join();
    }
    Closing.all(producer, tally, dashboard, processor, registry);
  }
}
