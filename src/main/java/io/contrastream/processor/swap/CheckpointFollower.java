package io.contrastream.processor.swap;

import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Model;
import io.contrastream.encoding.ModelSlot;
import io.contrastream.encoding.ShadowSlot;
import io.contrastream.lifecycle.RetryingThread;
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
 * Swaps the model in a slot for each checkpoint that the topic announces. A checkpoint that cannot
 * be used is refused: the model in the slot stays, and {@link #status} says why. One thread calls
 * the constructor, {@link #start} and {@link #close}; any thread may call the other methods.
 */
final class CheckpointFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointFollower.class);
  private static final Duration READ_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(200);

  /** How many announcements a new instance goes back to find a usable checkpoint. */
  private static final int MAX_TRIES_AT_START = 10;

  /**
   * What the topic asks for.
   *
   * @param offset offset of the weights; -1 if they are not in the topic
   */
  private record Target(ActiveCheckpoint active, long offset) {}

  private final BiFunction<ModelCheckpoint, String, Model> loader;
  private final CheckpointReader reader;
  private final ModelSlot slot;
  private final ShadowSlot shadow = new ShadowSlot();
  private final ShadowFollower shadowFollower;
  private final StatusRecorder recorder;
  private final RetryingThread thread;
  private Optional<Target> handled;

  /**
   * Reads the topic to its end and loads the active checkpoint or, if that one is refused, the
   * newest before it that is not.
   *
   * @param loader loads a record with the id that was announced
   * @param shadowLoader does so for a candidate in the shadow
   * @param defaultModel loads the model to start with if the topic has no usable checkpoint
   * @throws RuntimeException with a message for users if there is no model to start with
   */
  CheckpointFollower(
      Settings settings,
      Topics topics,
      BiFunction<ModelCheckpoint, String, Model> loader,
      BiFunction<ModelCheckpoint, String, Model> shadowLoader,
      Supplier<Model> defaultModel) {
    this.loader = loader;
    recorder = new StatusRecorder(settings.modalities());
    reader =
        new CheckpointReader(
            settings.consumerProperties(), topics.checkpoints(), settings.checkpoints().model());
    shadowFollower = new ShadowFollower(settings, topics, shadowLoader, reader, shadow);
    thread =
        new RetryingThread(
            "checkpoint-follower", "the checkpoint topic", "followed", this::step, reader::close);
    try {
      reader.readToEnd(READ_TIMEOUT);
      reader.history().takeLate(); // reported by the instances that ran at the time
      handled = target();
      recorder.announced(reader.history());
      slot = new ModelSlot(firstModel().orElseGet(defaultModel));
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
    recorder.started(slot.checkpointId());
  }

  /** The caller closes the slot, after this. */
  ModelSlot slot() {
    return slot;
  }

  /** The candidate in the shadow. The caller closes the slot, after this. */
  ShadowSlot shadow() {
    return shadow;
  }

  CheckpointStatus status() {
    return recorder.status();
  }

  /** Returns why the topic is no longer followed; empty while it is. */
  Optional<String> problem() {
    return thread.problem();
  }

  void start() {
    thread.start();
  }

  private Optional<Model> firstModel() {
    return reader.history().activations().stream()
        .limit(MAX_TRIES_AT_START)
        .flatMap(
            active -> loadAtStart(active).stream().peek(model -> recorder.taken(active, false)))
        .findFirst();
  }

  /** A checkpoint that fails to load, but is not refused, is tried again by {@link #step}. */
  private Optional<Model> loadAtStart(ActiveCheckpoint active) {
    try {
      return load(active);
    } catch (TopicException | KafkaException e) {
      throw e; // no other checkpoint could be read either
    } catch (RuntimeException e) {
      LOG.warn("Checkpoint {} cannot be loaded now and will be tried again", active.id(), e);
      handled = handled.filter(target -> !target.active().equals(active));
      return Optional.empty();
    }
  }

  /** Broker, registry or memory may recover from a failure; until then the model stays. */
  private void step() {
    try {
      reader.poll(POLL);
      shadowFollower.end();
      advance();
      shadowFollower.advance(slot.checkpointId());
      recorder.fault("");
    } catch (RuntimeException e) {
      recorder.fault(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private void advance() {
    String late =
        "Its announcement is older than the current one of generation %d"
            .formatted(reader.history().generation());
    reader.history().takeLate().forEach(each -> recorder.refused(each, late));
    Optional<Target> target = target();
    if (target.isEmpty() || target.equals(handled)) {
      return;
    }
    recorder.announced(reader.history());
    ActiveCheckpoint active = target.get().active();
    if (active.id().equals(slot.checkpointId())) {
      recorder.taken(active, false);
    } else {
      load(active).ifPresent(model -> swap(active, model));
    }
    handled = target;
  }

  private void swap(ActiveCheckpoint active, Model model) {
    slot.swap(model);
    recorder.taken(active, true);
  }

  private Optional<Target> target() {
    return reader.history().active().map(active -> new Target(active, offset(active.id())));
  }

  private long offset(String id) {
    return reader.history().checkpoint(id).map(PublishedCheckpoint::offset).orElse(-1L);
  }

  /**
   * Loads an announced checkpoint. It is refused if that can never succeed, because of the
   * checkpoint itself or a missing library.
   *
   * @return the model, or empty if the checkpoint is refused
   * @throws RuntimeException if memory, engine or broker fail, which may be temporary
   */
  private Optional<Model> load(ActiveCheckpoint active) {
    Optional<ModelCheckpoint> record = reader.fetch(active.id(), READ_TIMEOUT);
    if (record.isEmpty()) {
      recorder.refused(
          active, "Its weights are not in the topic: they were never published, or were deleted");
      return Optional.empty();
    }
    try {
      return Optional.of(loader.apply(record.get(), active.id()));
    } catch (CheckpointException | ModelException | LinkageError e) {
      recorder.refused(active, e.getMessage() == null ? e.toString() : e.getMessage());
      return Optional.empty();
    }
  }

  /** Stops following, after waiting for a checkpoint that is being loaded. */
  @Override
  public void close() {
    thread.close();
  }
}
