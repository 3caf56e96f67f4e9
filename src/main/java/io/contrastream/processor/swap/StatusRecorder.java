package io.contrastream.processor.swap;

import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what becomes of each announcement, in the status that the processor reports and in the
 * log. One thread records; any thread may call {@link #status}.
 */
final class StatusRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(StatusRecorder.class);

  private volatile CheckpointStatus status = CheckpointStatus.of("");

  CheckpointStatus status() {
    return status;
  }

  /** Records the announcements that the topic holds now. */
  void announced(CheckpointHistory history) {
    status = status.announced(history.active().orElse(null), history.rollbackTarget());
  }

  /** Records the model that the processor starts with, unless an announcement chose it. */
  void started(String checkpointId) {
    if (status.generation() == 0) {
      status = status.embeddingWith(checkpointId);
    }
  }

  void taken(ActiveCheckpoint active, boolean swapped) {
    status = status.taken(active, swapped);
    LOG.info(
        "Embedding with checkpoint {}, generation {}: {}",
        active.id(),
        active.generation(),
        active.reason());
  }

  void refused(ActiveCheckpoint announced, String reason) {
    status =
        status.refused(
            new Refusal(
                announced.generation(), announced.id(), reason, System.currentTimeMillis()));
    LOG.error(
        "Refusing checkpoint {} of generation {} and keeping {}: {}",
        announced.id(),
        announced.generation(),
        status.activeId().isEmpty() ? "its predecessor" : status.activeId(),
        reason);
  }

  /**
   * @param reason why the topic cannot be followed; empty if it can
   */
  void fault(String reason) {
    if (!reason.equals(status.fault())) {
      status = status.withFault(reason);
    }
  }
}
