package io.contrastream.trainer;

import io.contrastream.config.Settings;
import io.contrastream.lifecycle.ProcessFailedException;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import io.contrastream.training.Loss;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trainer, running: reads labelled pairs, trains on them, takes candidates through the gate and
 * commits. Owns the thread that trains; any thread may call.
 */
public final class TrainerProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrainerProcess.class);

  /** With the 30 s of a processor beside it, below the 50 s that a process has to stop. */
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(15);

  /**
   * How to run.
   *
   * @param fromScratch forget what this trainer has learnt, and begin with untrained weights at the
   *     first pair of the topic
   * @param steps to end after, counted since the training began and rounded up to where it can be
   *     resumed from; 0 for no end
   */
  public record Options(boolean fromScratch, long steps) {

    /** Goes on for ever. */
    public static final Options NONE = new Options(false, 0);
  }

  private final TrainingRun run;
  private final long lastStep;
  private final Thread thread = new Thread(this::run, "trainer");
  private volatile boolean stopped;
  private volatile RuntimeException failure;

  private TrainerProcess(TrainingRun run, long lastStep) {
    this.run = run;
    this.lastStep = lastStep;
  }

  /**
   * Checks schemas and topics, takes over from whoever works under this name, reads the state that
   * they left, and starts training.
   *
   * @param registry stays the caller's, to close after this
   * @throws RuntimeException with a message for people where something is missing or refused
   */
  public static TrainerProcess start(Settings settings, SchemaRegistry registry, Options options) {
    Loss.ofSetting(settings.training().steps().loss()); // before it fences off a running trainer
    Topics topics = Topics.of(settings.topics(), registry);
    TopicSetup.ensure(settings, topics);
    TrainerProcess process =
        new TrainerProcess(new TrainingRun(settings, topics, options.fromScratch), options.steps);
    process.thread.start();
    return process;
  }

  private void run() {
    try {
      while (!stopped && !atLastStep()) {
        run.advance();
      }
      run.finish(atLastStep());
    } catch (InterruptedException e) {
      LOG.debug("The trainer was interrupted");
    } catch (RuntimeException e) {
      LOG.error("The trainer has stopped", e);
      failure = e;
    } catch (Error e) {
      LOG.error("The trainer has stopped", e);
      failure = new IllegalStateException(e.toString(), e);
      throw e;
    } finally {
      run.close();
    }
  }

  private boolean atLastStep() {
    return lastStep > 0 && run.steps() >= lastStep && run.resumable();
  }

  public TrainerProgress progress() {
    return run.progress();
  }

  /** Whether it trains; it does not once its last step was taken, or it failed. */
  public boolean isRunning() {
    return thread.isAlive();
  }

  /**
   * Waits until it has stopped by itself.
   *
   * @return whether it has
   */
  public boolean await(Duration atMost) throws InterruptedException {
    thread.join(Math.max(1, atMost.toMillis()));
    return !thread.isAlive();
  }

  /**
   * @throws RuntimeException that it failed with: {@link TrainerFencedException} where another took
   *     over; nothing is lost, whatever it was
   */
  public void throwFailure() {
    if (failure != null) {
      throw failure.getClass().getPackageName().startsWith("io.contrastream.")
          ? failure
          : new ProcessFailedException(
              "The trainer has stopped: %s; started again, it goes on from its last commit"
                  .formatted(failure.getMessage()),
              failure);
    }
  }

  /** Stops after the step in hand; what is not committed will be done again. */
  @Override
  public void close() {
    stopped = true;
    try {
      if (!await(CLOSE_PATIENCE)) {
        LOG.warn("The trainer did not end within {} s", CLOSE_PATIENCE.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
