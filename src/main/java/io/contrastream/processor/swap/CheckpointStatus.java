package io.contrastream.processor.swap;

import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import java.util.Optional;

/**
 * What a processor embeds with, and how it came to it.
 *
 * @param activeId the checkpoint in use
 * @param generation of the announcement that it came by; 0 where it is the file of the settings
 * @param announced the newest announcement in the topic, whether taken over or not; null before the
 *     first
 * @param formerId the checkpoint to go back to, by the topic; null where there is none
 * @param swaps since the start
 * @param refused announcements not taken over since the start
 * @param lastRefusal the newest of these
 * @param fault why the topic can't be followed at the moment; empty where it can
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

  /** Of a processor that follows no topic. */
  public static CheckpointStatus of(String activeId) {
    return new CheckpointStatus(activeId, 0, null, null, 0, 0, Optional.empty(), "");
  }

  /** Whether the processor embeds with what the topic says. */
  public boolean followsTopic() {
    return announced == null || announced.id().equals(activeId);
  }

  CheckpointStatus embeddingWith(String id) {
    return new CheckpointStatus(
        id, generation, announced, formerId, swaps, refused, lastRefusal, fault);
  }

  CheckpointStatus announced(ActiveCheckpoint newest, Optional<String> former) {
    return new CheckpointStatus(
        activeId, generation, newest, former.orElse(null), swaps, refused, lastRefusal, fault);
  }

  public CheckpointStatus taken(ActiveCheckpoint active, boolean swapped) {
    return new CheckpointStatus(
        active.id(),
        active.generation(),
        announced,
        formerId,
        swaps + (swapped ? 1 : 0),
        refused,
        lastRefusal,
        fault);
  }

  public CheckpointStatus refused(Refusal refusal) {
    return new CheckpointStatus(
        activeId, generation, announced, formerId, swaps, refused + 1, Optional.of(refusal), fault);
  }

  CheckpointStatus withFault(String reason) {
    return new CheckpointStatus(
        activeId, generation, announced, formerId, swaps, refused, lastRefusal, reason);
  }
}
