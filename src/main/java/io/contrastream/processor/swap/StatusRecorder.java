package io.contrastream.processor.swap;

import io.contrastream.schema.Modality;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records in status and log what becomes of each announcement. Thread-safe. */
final class StatusRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(StatusRecorder.class);

  private final Set<Modality> modalities;
  private String activeId = "";
  private long generation;
  private ActiveCheckpoint announced;
  private String formerId;
  private long swaps;
  private long refused;
  private Optional<CheckpointStatus.Refusal> lastRefusal = Optional.empty();
  private String fault = "";

  /**
   * @param modalities that a checkpoint needs encoders of
   */
  StatusRecorder(Set<Modality> modalities) {
    this.modalities = modalities;
  }

  synchronized CheckpointStatus status() {
    return new CheckpointStatus(
        activeId, generation, announced, formerId, swaps, refused, lastRefusal, fault);
  }

  /** Records the announcements that the topic holds now. */
  synchronized void announced(CheckpointHistory history) {
    announced = history.active().orElse(null);
    formerId = history.rollbackTarget(modalities).orElse(null);
  }

  /** Records the model that the processor starts with, unless an announcement chose it. */
  synchronized void started(String checkpointId) {
    if (generation == 0) {
      activeId = checkpointId;
    }
  }

  synchronized void taken(ActiveCheckpoint active, boolean swapped) {
    activeId = active.id();
    generation = active.generation();
    swaps += swapped ? 1 : 0;
    LOG.info(
        "Embedding with checkpoint {}, generation {}: {}", activeId, generation, active.reason());
  }

  synchronized void refused(ActiveCheckpoint refusedOne, String reason) {
    long number = refusedOne.generation();
    refused++;
    lastRefusal =
        Optional.of(
            new CheckpointStatus.Refusal(
                number, refusedOne.id(), reason, System.currentTimeMillis()));
    LOG.error(
        "Refusing checkpoint {} of generation {} and keeping {}: {}",
        refusedOne.id(),
        number,
        activeId.isEmpty() ? "its predecessor" : activeId,
        reason);
  }

  /**
   * @param reason why the topic cannot be followed; empty if it can
   */
  synchronized void fault(String reason) {
    fault = reason;
  }
}
