package io.contrastream.processor.swap;

import io.contrastream.config.Settings;
import io.contrastream.encoding.Model;
import io.contrastream.encoding.ShadowSlot;
import io.contrastream.encoding.ShadowTrial;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.CheckpointReader;
import io.contrastream.topic.checkpoint.ShadowCheckpoint;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the candidate in the shadow that the topic names, and frees it when the topic, its time or
 * a swap ends it. One that can't be loaded, or fails later, is refused in the topic: that tells its
 * trainer, and ends it in all instances. The active model is never touched. One thread calls.
 */
final class ShadowFollower {
  private static final Logger LOG = LoggerFactory.getLogger(ShadowFollower.class);
  private static final Duration READ_TIMEOUT = Duration.ofMinutes(1);

  private final Settings settings;
  private final Topics topics;
  private final BiFunction<ModelCheckpoint, String, Model> loader;
  private final CheckpointReader reader;
  private final ShadowSlot slot;
  private Optional<ShadowCheckpoint> handled = Optional.empty();

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
   * Does what the topic asks for now.
   *
   * @param activeId the checkpoint in use
   * @throws RuntimeException if the topic can't be read or written; call it again
   */
  void advance(String activeId) {
    slot.failure().ifPresent(this::refuse);
    Optional<ShadowCheckpoint> wanted =
        reader
            .history()
            .shadow()
            .filter(it -> it.isOpen(System.currentTimeMillis()))
            .filter(it -> it.activeId().equals(activeId));
    if (!wanted.equals(handled)) {
      slot.end();
      wanted.ifPresent(this::load);
      handled = wanted;
    }
  }

  private void load(ShadowCheckpoint shadow) {
    Optional<ModelCheckpoint> record = reader.fetch(shadow.id(), READ_TIMEOUT);
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
    slot.begin(new ShadowTrial(shadow.id(), shadow.activeId(), shadow.terms().share()), model);
    LOG.info(
        "Checkpoint {} embeds {} of the pairs, too, beside {}",
        shadow.id(),
        shadow.terms().share(),
        shadow.activeId());
  }

  private void refuse(ShadowSlot.Failure failure) {
    refuse(failure.trial().candidateId(), failure.reason());
    slot.end();
  }

  private void refuse(String id, String reason) {
    LOG.error("Refusing checkpoint {} in the shadow: {}", id, reason);
    try (CheckpointAdmin admin = new CheckpointAdmin(settings, topics.checkpoints())) {
      admin.refuseShadow(id, reason);
    }
  }
}
