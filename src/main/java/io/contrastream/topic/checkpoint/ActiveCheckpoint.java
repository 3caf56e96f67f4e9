package io.contrastream.topic.checkpoint;

import io.contrastream.schema.Activation;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.ModelCheckpoint;

/**
 * An announcement: from then on, this checkpoint is the active one.
 *
 * @param generation from 1, growing
 * @param previousId the one before; null at the first
 * @param reason a sentence for people
 * @param by who announced it
 * @param atMs when, milliseconds since 1970 UTC
 */
public record ActiveCheckpoint(
    long generation,
    String id,
    String previousId,
    ActivationCause cause,
    String reason,
    String by,
    long atMs) {

  static ActiveCheckpoint of(ModelCheckpoint record) {
    Activation activation = record.getActivation();
    return new ActiveCheckpoint(
        activation.getGeneration(),
        record.getCheckpointId(),
        activation.getPreviousId(),
        activation.getCause(),
        activation.getReason(),
        activation.getBy(),
        record.getAtMs());
  }

  ModelCheckpoint toRecord(String model) {
    return ModelCheckpoint.newBuilder()
        .setModel(model)
        .setCheckpointId(id)
        .setAtMs(atMs)
        .setActivation(new Activation(generation, cause, previousId, reason, by))
        .build();
  }
}
