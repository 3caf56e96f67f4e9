package io.contrastream.topic.checkpoint;

import io.contrastream.schema.Activation;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.ModelCheckpoint;

/**
 * The announcement that makes a checkpoint the active one.
 *
 * @param generation number of the announcement, from 1
 * @param spaceId the space of its vectors; null if whoever announced it did not know it, as those
 *     of older releases
 * @param previousId the checkpoint that was in use before; null if unknown
 * @param reason a sentence shown to users
 * @param by the person or process that announced it
 * @param holdsPromotion whether trainers must not activate candidates until a person activates a
 *     checkpoint
 * @param atMs time of the announcement, in milliseconds since 1970 UTC
 */
public record ActiveCheckpoint(
    long generation,
    String id,
    String spaceId,
    String previousId,
    ActivationCause cause,
    String reason,
    String by,
    boolean holdsPromotion,
    long atMs) {

  static ActiveCheckpoint of(ModelCheckpoint record) {
    Activation activation = record.getActivation();
    return new ActiveCheckpoint(
        activation.getGeneration(),
        record.getCheckpointId(),
        activation.getSpaceId(),
        activation.getPreviousId(),
        activation.getCause(),
        activation.getReason(),
        activation.getBy(),
        activation.getHoldsPromotion(),
        record.getAtMs());
  }

  /** Returns the same announcement as made by a person who rolls back. */
  public ActiveCheckpoint holdingPromotion() {
    return new ActiveCheckpoint(generation, id, spaceId, previousId, cause, reason, by, true, atMs);
  }

  /** Returns the same announcement of a checkpoint of this space. */
  public ActiveCheckpoint inSpace(String space) {
    return new ActiveCheckpoint(
        generation, id, space, previousId, cause, reason, by, holdsPromotion, atMs);
  }

  ModelCheckpoint toRecord(String model) {
    return ModelCheckpoint.newBuilder()
        .setModel(model)
        .setCheckpointId(id)
        .setAtMs(atMs)
        .setActivation(
            new Activation(generation, cause, previousId, reason, by, holdsPromotion, spaceId))
        .build();
  }
}
