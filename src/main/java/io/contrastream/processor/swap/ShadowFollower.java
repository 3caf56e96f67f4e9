package io.contrastream.processor.swap;

import io.contrastream.config.Settings;
import io.contrastream.encoding.Model;
import io.contrastream.encoding.ShadowSlot;
import io.contrastream.encoding.ShadowTrial;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import io.contrastream.topic.checkpoint.CheckpointReader;
import io.contrastream.topic.checkpoint.ShadowCheckpoint;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the candidate in the shadow that the topic names, and frees it when the topic, its time or
 * an announcement ends it. One that can't be loaded, or fails later, is refused in the topic: that
 * tells its trainer, and ends it in all instances. The active model is never touched, nor does a
 * failure here delay its swaps. One thread calls.
 */
final class ShadowFollower {
  private static final Logger LOG = LoggerFactory.getLogger(ShadowFollower.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration MIN_PAUSE = Duration.ofSeconds(1);
  private static final Duration MAX_PAUSE = Duration.ofMinutes(1);

  /** What the topic is to be told. */
  private record Refusal(String id, String reason) {}

  private final Settings settings;
  private final Topics topics;
  private final BiFunction<ModelCheckpoint, String, Model> loader;
  private final CheckpointReader reader;
  private final ShadowSlot slot;
  private Optional<ShadowCheckpoint> handled = Optional.empty();
  private Optional<Refusal> refusal = Optional.empty();
  private Duration pause = MIN_PAUSE;
  private long retryNs = System.nanoTime();

  /**
   * @param loader loads, verifies and warms up a record with the id that was announced
   * @param reader read by the caller
   */
  ShadowFollower(
      Settings settings,
      Topics topics,
      BiFunction<ModelCheckpoint, String, Model> loader,
      CheckpointReader reader,
      ShadowSlot slot) {
    this.settings = settings;
    this.topics = topics;
    this.loader = loader;
    this.reader = reader;
    this.slot = slot;
  }

  /**
   * Ends a trial that the topic no longer asks for. To be called before the next active model is
   * loaded, which then finds the candidate's memory free.
   */
  void end() {
    if (handled.isPresent() && !wanted().equals(handled)) {
      slot.end();
      handled = Optional.empty();
      refusal = Optional.empty();
    }
  }

  /**
   * Begins the trial that the topic asks for, and tells it if the candidate fails. What the broker
   * or the registry prevents is tried again later, after a pause of its own.
   *
   * @param activeId the checkpoint in use
   */
  void advance(String activeId) {
    slot.failure().ifPresent(this::failed);
    if (System.nanoTime() - retryNs < 0) {
      return;
    }
    try {
      refusal.ifPresent(this::tell);
      wanted()
          .filter(it -> it.activeId().equals(activeId) && handled.isEmpty())
          .ifPresent(this::begin);
      pause = MIN_PAUSE;
    } catch (RuntimeException e) {
      LOG.warn(
          "Trying again in {} s, because of the candidate in the shadow", pause.toSeconds(), e);
      retryNs = System.nanoTime() + pause.toNanos();
      pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
    }
  }

  /** Any announcement ends a trial, even if this instance refuses what is announced. */
  private Optional<ShadowCheckpoint> wanted() {
    CheckpointHistory history = reader.history();
    return history
        .shadow()
        .filter(it -> it.isOpen(System.currentTimeMillis()))
        .filter(it -> it.generation() == history.generation());
  }

  private void begin(ShadowCheckpoint shadow) {
    Optional<ModelCheckpoint> record = reader.fetch(shadow.id(), TIMEOUT);
    handled = Optional.of(shadow);
    if (record.isEmpty()) {
      refuse(shadow.id(), "its weights are not in the topic");
      return;
    }
    Model model;
    try {
      model = loader.apply(record.get(), shadow.id());
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      refuse(shadow.id(), e.getMessage() == null ? e.toString() : e.getMessage());
      return;
    }
    double share = shadow.terms().share();
    slot.begin(new ShadowTrial(shadow.id(), shadow.activeId(), share), model);
    LOG.info(
        "Checkpoint {} embeds {} of the pairs, too, beside {}",
        shadow.id(),
        share,
        shadow.activeId());
  }

  private void failed(ShadowSlot.Failure failure) {
    slot.end();
    refuse(failure.trial().candidateId(), failure.reason());
  }

  private void refuse(String id, String reason) {
    LOG.error("Refusing checkpoint {} in the shadow: {}", id, reason);
    refusal = Optional.of(new Refusal(id, reason));
  }

  private void tell(Refusal it) {
    try (CheckpointAdmin admin = new CheckpointAdmin(settings, topics.checkpoints(), TIMEOUT)) {
      admin.refuseShadow(it.id(), it.reason());
    }
    refusal = Optional.empty();
  }
}
