package io.contrastream.processor.swap;

import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import java.util.Optional;

/**
 * The checkpoint that a processor uses, and what became of those announced since its start.
 *
 * @param activeId the checkpoint in use
 * @param generation generation of its announcement; 0 if it is the file named in the settings
 * @param announced the newest announcement in the topic, in use or not; null before the first
 * @param formerId the checkpoint that a rollback would activate; null if there is none
 * @param swaps number of swaps since the start
 * @param refused number of refused announcements since the start
 * @param lastRefusal the newest of these
 * @param fault why the topic cannot be followed at the moment; empty if it can
 */
public record CheckpointStatus(
    String activeId,
    long generation,
    ActiveCheckpoint announced,
    String formerId,
    long swaps,
    long refused,
    Optional<Refusal> lastRefusal,
    String fault) {

  /**
   * An announced checkpoint that the processor did not swap to.
   *
   * @param generation generation of the announcement
   * @param reason a sentence shown to users
   * @param atMs milliseconds since 1970 UTC
   */
  public record Refusal(long generation, String checkpointId, String reason, long atMs) {}

  /** Returns the status of a processor that follows no topic. */
  public static CheckpointStatus of(String activeId) {
    return new CheckpointStatus(activeId, 0, null, null, 0, 0, Optional.empty(), "");
  }

  /** Whether the processor uses the checkpoint that the topic announced last. */
  public boolean followsTopic() {
    return announced == null || announced.id().equals(activeId);
  }
}
