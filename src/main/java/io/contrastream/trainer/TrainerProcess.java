package io.contrastream.trainer;

import io.contrastream.config.Settings;
import io.contrastream.lifecycle.ProcessFailedException;
import io.contrastream.lifecycle.RootCause;
import io.contrastream.lifecycle.WaitLog;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import io.contrastream.training.Loss;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running trainer: reads labelled pairs, trains on them, runs candidates through the gate and
 * commits. After an outage, or if Kafka has forgotten its producer, it goes on from its last commit
 * with a new one. Owns the training thread. Thread-safe.
 */
public final class TrainerProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrainerProcess.class);
  private static final Logger WAITING = LoggerFactory.getLogger(WaitLog.LOGGER);

  /** Together with a processor's 30 s, below the 50 s that a process has to stop. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(15);

  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);
  private static final Duration VERDICT_INTERVAL = Duration.ofMillis(100);

  /**
   * @param fromScratch whether to ignore the saved state and start with untrained weights at the
   *     first pair of the topic
   * @param steps number of steps since the training began after which to end, rounded up to a
   *     resumable step, once live pairs have decided about a candidate in the shadow; 0 for no end
   */
  public record Options(boolean fromScratch, long steps) {

    /** Resumes, and runs until it is closed. */
    public static final Options NONE = new Options(false, 0);
  }

  private final Settings settings;
  private final Topics topics;
  private final Options options;
  private final String owner = UUID.randomUUID().toString();
  private final Thread thread = new Thread(this::run, "trainer");
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile TrainingRun run;
  private volatile String outage = "";
  private volatile RuntimeException failure;

  private TrainerProcess(Settings settings, Topics topics, Options options) {
    this.settings = settings;
    this.topics = topics;
    this.options = options;
    run =
        new TrainingRun(
            settings, topics, new TrainerLog.Opening(owner, false), options.fromScratch);
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
    Loss.ofAcrossSetting(settings.training().across().acrossLoss());
    Topics topics = Topics.of(settings, registry);
    TopicSetup.ensure(settings, topics);
    TrainerProcess process = new TrainerProcess(settings, topics, options);
    process.thread.start();
    return process;
  }

  private void run() {
    try {
      boolean ended = trainToEnd();
      while (!ended && resume()) {
        ended = trainToEnd();
      }
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

  /** Returns false if an outage came first. */
  private boolean trainToEnd() throws InterruptedException {
    try {
      while (!stopped() && !atLastStep()) {
        run.advance();
      }
      run.finish(atLastStep());
      while (run.isTrying()
          && !stopping.await(VERDICT_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        run.commitIfDue();
      }
      return true;
    } catch (RuntimeException e) {
      if (stopped()) {
        throw e;
      }
      tellOutage(e);
      return false;
    }
  }

  /**
   * Starts again, as often as it takes.
   *
   * @return false if it was closed meanwhile
   */
  private boolean resume() throws InterruptedException {
    boolean fromScratch = options.fromScratch && !run.hasCommit();
    run.close();
    while (!stopping.await(RETRY_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
      try {
        TopicSetup.ensure(settings, topics); // one may be gone that only commits use
        run = new TrainingRun(settings, topics, new TrainerLog.Opening(owner, true), fromScratch);
        outage = "";
        LOG.info("Resumed from the last commit at step {}", run.steps());
        return true;
      } catch (RuntimeException e) {
        tellOutage(e);
      }
    }
    return false;
  }

  /** Throws the failure if it is not one of an outage. */
  private void tellOutage(RuntimeException cause) {
    if (!Outage.passes(cause)) {
      throw cause;
    }
    if (outage.isEmpty()) {
      LOG.warn("The trainer must start again from its last commit", cause);
      WAITING.warn(
          "The trainer goes on from its last commit when Kafka and the registry answer ({})",
          RootCause.message(cause));
    }
    outage = RootCause.message(cause);
  }

  private boolean stopped() {
    return stopping.getCount() == 0;
  }

  private boolean atLastStep() {
    return options.steps > 0 && run.steps() >= options.steps && run.resumable();
  }

  public TrainerProgress progress() {
    return run.progress();
  }

  /** Why it waits to go on from its last commit; empty while it trains. */
  public Optional<String> outage() {
    return Optional.of(outage).filter(cause -> !cause.isEmpty());
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
    stopping.countDown();
    try {
      if (!await(CLOSE_TIMEOUT)) {
        LOG.warn("The trainer did not stop within {} s", CLOSE_TIMEOUT.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
