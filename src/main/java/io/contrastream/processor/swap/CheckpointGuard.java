package io.contrastream.processor.swap;

import io.contrastream.config.Settings;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.LossWindow;
import io.contrastream.topic.TopicReader;
import io.contrastream.topic.Topics;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Activates the last proven checkpoint again if the live loss is worse under newer ones. Every
 * instance runs a guard, so that none must be elected: all read the same windows, and if several
 * announce at once, they use the same generation and the last announcement counts. The guard works
 * on a thread of its own.
 */
final class CheckpointGuard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointGuard.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Supplier<CheckpointStatus> status;
  private final LossWatch watch;
  private final RollbackAnnouncer announcer;
  private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
  private final TopicReader<String, LossWindow> reader;
  private final Thread thread = new Thread(this::run, "checkpoint-guard");
  private CheckpointStatus seen;
  private volatile String problem;

  private CheckpointGuard(Settings settings, Topics topics, Supplier<CheckpointStatus> status) {
    this.status = status;
    watch = new LossWatch(settings.rollback());
    String name = "guard-" + UUID.randomUUID().toString().substring(0, 8);
    announcer = new RollbackAnnouncer(settings, topics, name);
    reader =
        new TopicReader<>(settings.consumerProperties(), topics.loss(), TopicReader.From.LATEST);
    seen = status.get();
    watch.trust(seen.activeId());
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Watches the loss from now on.
   *
   * @param status returns the status of this instance's follower; thread-safe
   */
  static CheckpointGuard start(
      Settings settings, Topics topics, Supplier<CheckpointStatus> status) {
    return new CheckpointGuard(settings, topics, status);
  }

  private void run() {
    try (reader) {
      while (!backoff.isStopped()) {
        step();
      }
    } catch (Error e) {
      problem = "the loss is no longer watched: " + e;
      LOG.error("The loss is no longer watched", e);
      throw e;
    }
  }

  private void step() {
    try {
      reader.poll(POLL, record -> judge(record.value()));
      update(status.get());
      backoff.reset();
    } catch (RuntimeException e) {
      pauseAfter(e);
    }
  }

  /** Returns why the loss is no longer watched; empty while it is. Any thread may call this. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Informs the watch if another checkpoint is active than at the last call. */
  private void update(CheckpointStatus now) {
    if (now.generation() == seen.generation() && now.activeId().equals(seen.activeId())) {
      return;
    }
    if (isRollback(now)) {
      watch.trust(now.activeId());
    } else {
      watch.activated(now.activeId());
    }
    seen = now;
  }

  private static boolean isRollback(CheckpointStatus now) {
    return now.announced() != null
        && now.announced().generation() == now.generation()
        && now.announced().cause() == ActivationCause.ROLLBACK;
  }

  private void judge(LossWindow window) {
    CheckpointStatus now = status.get();
    update(now);
    if (window != null && window.getMeanLoss() != null) {
      watch
          .window(
              window.getCheckpointId(),
              window.getPositives() + window.getNegatives(),
              window.getMeanLoss())
          .ifPresent(rollback -> announcer.announce(now, rollback));
    }
  }

  private void pauseAfter(RuntimeException cause) {
    if (backoff.isStopped()) {
      return;
    }
    LOG.warn("The loss cannot be watched, trying again", cause);
    backoff.pause();
  }

  @Override
  public void close() {
    backoff.stop();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
