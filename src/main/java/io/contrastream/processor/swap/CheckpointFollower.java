package io.contrastream.processor.swap;

import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.config.Settings;
import io.contrastream.encoding.ModelSlot;
import io.contrastream.network.LoadedModel;
import io.contrastream.network.ModelException;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.topic.TopicException;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointReader;
import io.contrastream.topic.checkpoint.PublishedCheckpoint;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a slot's model the one that the checkpoint topic says. What can't be used is refused: the
 * model in the slot stays, and {@link #status} tells why. {@link #open} and {@link #follow} on one
 * thread; then a thread of its own works, and any may ask.
 */
public final class CheckpointFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointFollower.class);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(200);

  /** A fresh instance goes so far back to find a checkpoint that it can use. */
  private static final int TRIES_AT_START = 10;

  /**
   * What the topic asks for.
   *
   * @param offset of the weights; -1 where they are not there
   */
  private record Target(ActiveCheckpoint active, long offset) {}

  private final Settings settings;
  private final Topics topics;
  private final BiFunction<ModelCheckpoint, String, LoadedModel> loader;
  private final CheckpointReader log;
  private final ModelSlot slot;
  private final Thread thread = new Thread(this::run, "checkpoint-follower");
  private Optional<Target> handled = Optional.empty();
  private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
  private volatile CheckpointGuard guard;
  private volatile CheckpointStatus status;
  private volatile String problem;

  private CheckpointFollower(
      Settings settings,
      Topics topics,
      CheckpointReader log,
      BiFunction<ModelCheckpoint, String, LoadedModel> loader,
      Supplier<LoadedModel> otherwise) {
    this.settings = settings;
    this.topics = topics;
    this.log = log;
    this.loader = loader;
    status = CheckpointStatus.of("");
    log.readToEnd(PATIENCE);
    log.history().takeLate(); // whoever was there then has seen them
    handled = target();
    note();
    slot = new ModelSlot(first().orElseGet(otherwise));
    status = status.generation() == 0 ? status.embeddingWith(slot.checkpointId()) : status;
  }

  /**
   * Reads the topic to its end and makes the active checkpoint ready; where that one is refused,
   * the newest before it that is not.
   *
   * @param topics exist
   * @param otherwise loads the model to start with where the topic has none
   * @throws RuntimeException with a message for people where there is no model to start with
   */
  public static CheckpointFollower open(
      Settings settings, Topics topics, Supplier<LoadedModel> otherwise) {
    return open(settings, topics, new CheckpointLoader(settings)::load, otherwise);
  }

  static CheckpointFollower open(
      Settings settings,
      Topics topics,
      BiFunction<ModelCheckpoint, String, LoadedModel> loader,
      Supplier<LoadedModel> otherwise) {
    CheckpointReader log =
        new CheckpointReader(
            settings.consumerProperties(), topics.checkpoints(), settings.checkpoints().model());
    try {
      return new CheckpointFollower(settings, topics, log, loader, otherwise);
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  /** The model in use, on loan; the slot is the caller's, to close after this. */
  public ModelSlot slot() {
    return slot;
  }

  public CheckpointStatus status() {
    return status;
  }

  /** Why checkpoints are followed, or their loss watched, no more; empty while both are. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem)
        .or(() -> Optional.ofNullable(guard).flatMap(CheckpointGuard::problem));
  }

  /**
   * Starts to go over to each checkpoint that the topic announces, and to watch the loss under it
   * where the settings say so.
   */
  public void follow() {
    thread.setDaemon(true);
    thread.start();
    if (settings.rollback().enabled()) {
      guard = CheckpointGuard.start(settings, topics, this::status);
    }
  }

  private Optional<LoadedModel> first() {
    return log.history().activations().stream()
        .limit(TRIES_AT_START)
        .flatMap(active -> readyAtStart(active).stream().peek(model -> taken(active, false)))
        .findFirst();
  }

  /** What fails now, without being refused, is tried again once this follows. */
  private Optional<LoadedModel> readyAtStart(ActiveCheckpoint active) {
    try {
      return ready(active);
    } catch (TopicException | KafkaException e) {
      throw e; // none can be read then
    } catch (RuntimeException e) {
      LOG.warn("Checkpoint {} can't be made ready now; it is tried again", active.id(), e);
      handled = handled.filter(target -> !target.active().equals(active));
      return Optional.empty();
    }
  }

  private void run() {
    try {
      while (!backoff.isStopped()) {
        step();
      }
    } catch (Error e) {
      problem = "the checkpoint topic is followed no more: " + e;
      LOG.error("The checkpoint topic is followed no more", e);
      throw e;
    } finally {
      log.close();
    }
  }

  private void step() {
    try {
      log.poll(POLL);
      advance();
      status = status.fault().isEmpty() ? status : status.withFault("");
      backoff.reset();
    } catch (RuntimeException e) {
      pauseAfter(e);
    }
  }

  private void advance() {
    log.history().takeLate().forEach(this::refuseLate);
    Optional<Target> target = target();
    if (target.isEmpty() || target.equals(handled)) {
      return;
    }
    note();
    ActiveCheckpoint active = target.get().active();
    if (active.id().equals(slot.checkpointId())) {
      taken(active, false);
    } else {
      ready(active)
          .ifPresent(
              model -> {
                slot.swap(model);
                taken(active, true);
              });
    }
    handled = target;
  }

  private Optional<Target> target() {
    return log.history()
        .active()
        .map(
            active ->
                new Target(
                    active,
                    log.history()
                        .checkpoint(active.id())
                        .map(PublishedCheckpoint::offset)
                        .orElse(-1L)));
  }

  /**
   * Refused is what stays bad: the checkpoint, and libraries that are not there.
   *
   * @return empty where the checkpoint is refused
   * @throws RuntimeException of memory, engine or broker, which may pass
   */
  private Optional<LoadedModel> ready(ActiveCheckpoint active) {
    Optional<ModelCheckpoint> record = log.fetch(active.id(), PATIENCE);
    if (record.isEmpty()) {
      refuse(active, "Its weights are not in the topic: they never came, or were forgotten");
      return Optional.empty();
    }
    try {
      return Optional.of(loader.apply(record.get(), active.id()));
    } catch (CheckpointException | ModelException | LinkageError e) {
      refuse(active, e.getMessage() == null ? e.toString() : e.getMessage());
      return Optional.empty();
    }
  }

  private void note() {
    status = status.announced(log.history().active().orElse(null), log.history().former());
  }

  private void taken(ActiveCheckpoint active, boolean swapped) {
    status = status.taken(active, swapped);
    LOG.info(
        "Embedding with checkpoint {}, generation {}: {}",
        active.id(),
        active.generation(),
        active.reason());
  }

  private void refuse(ActiveCheckpoint active, String reason) {
    status =
        status.refused(
            new Refusal(active.generation(), active.id(), reason, System.currentTimeMillis()));
    LOG.error(
        "Checkpoint {} of generation {} is refused, {} stays: {}",
        active.id(),
        active.generation(),
        status.activeId().isEmpty() ? "the one before" : status.activeId(),
        reason);
  }

  private void refuseLate(ActiveCheckpoint late) {
    refuse(
        late,
        "Its announcement is older than that of generation %d, which holds"
            .formatted(log.history().generation()));
  }

  /** Broker, registry or memory may be back soon; until then the model stays. */
  private void pauseAfter(RuntimeException cause) {
    if (backoff.isStopped()) {
      return;
    }
    LOG.warn("The checkpoint topic can't be followed, trying again", cause);
    status = status.withFault(String.valueOf(cause.getMessage()));
    backoff.pause();
  }

  /** Ends following; waits for a checkpoint that is being loaded. */
  @Override
  public void close() {
    backoff.stop();
    if (guard != null) {
      guard.close();
    }
    if (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    } else {
      log.close();
    }
  }
}
