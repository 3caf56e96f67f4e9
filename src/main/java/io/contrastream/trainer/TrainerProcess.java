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
 * A running trainer: reads labelled pairs, trains on them, runs candidates through the gate and
 * commits. Owns the training thread. Thread-safe.
 */
public final class TrainerProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrainerProcess.class);

  /** Together with a processor's 30 s, below the 50 s that a process has to stop. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(15);

  /**
   * @param fromScratch whether to ignore the saved state and start with untrained weights at the
   *     first pair of the topic
   * @param steps number of steps since the training began after which to end, rounded up to a
   *     resumable step; 0 for no end
   */
  public record Options(boolean fromScratch, long steps) {

    /** Resumes, and runs until it is closed. */
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
   * Checks schemas and topics, takes over from a running trainer of the same name, resumes from its
   * last commit and starts training.
   *
   * @param registry is closed by the caller, after this
   * @throws RuntimeException with a message for people if something is missing or refused
   */
  public static TrainerProcess start(Settings settings, SchemaRegistry registry, Options options) {
    // checked before a running trainer is fenced off
    Loss.ofSetting(settings.training().steps().loss());
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

  /** Whether it is neither closed, nor at its last step, nor failed. */
  public boolean isRunning() {
    return thread.isAlive();
  }

  /**
   * Waits until it has stopped.
   *
   * @return whether it stopped within the timeout
   */
  public boolean await(Duration timeout) throws InterruptedException {
    thread.join(Math.max(1, timeout.toMillis()));
    return !thread.isAlive();
  }

  /**
   * Throws the failure that stopped it, if there was one. Nothing committed is lost.
   *
   * @throws RuntimeException with a message for people
   */
  public void throwFailure() {
    if (failure != null) {
      throw failure.getClass().getPackageName().startsWith("io.contrastream.")
          ? failure
          : new ProcessFailedException(
              "The trainer has stopped: %s. Start it again to resume from its last commit"
                  .formatted(failure.getMessage()),
              failure);
    }
  }

  /** Stops after the current step and commits what can be resumed. */
  @Override
  public void close() {
    stopped = true;
    try {
      if (!await(CLOSE_TIMEOUT)) {
        LOG.warn("The trainer did not stop within {} s", CLOSE_TIMEOUT.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
