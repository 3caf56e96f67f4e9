package io.contrastream.topology.embed;

import io.contrastream.schema.ImageEmbedding;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.topic.FloatVector;
import io.contrastream.topic.InputRecord;

/**
 * An image, caption or sound with its embedding.
 *
 * @param vector float32; shared, not copied: nobody writes to it
 * @param checkpointId of the weights that embedded the input
 * @param spaceId of the vector; null if the join has kept the input, which needs no space
 * @param embeddedAtMs milliseconds since 1970 UTC
 * @param shadow of the candidate in the shadow; null if there was none, or not for this input
 */
public record EmbeddedInput(
    InputRecord input,
    float[] vector,
    String checkpointId,
    String spaceId,
    long embeddedAtMs,
    ShadowVector shadow) {

  public EmbeddedInput(
      InputRecord input, float[] vector, String checkpointId, String spaceId, long embeddedAtMs) {
    this(input, vector, checkpointId, spaceId, embeddedAtMs, null);
  }

  /** Returns the same with the vector of the candidate in the shadow. */
  public EmbeddedInput withShadow(ShadowVector vectorInShadow) {
    return new EmbeddedInput(input, vector, checkpointId, spaceId, embeddedAtMs, vectorInShadow);
  }

  /** Whether the same checkpoint embedded both inputs. */
  public boolean comparableWith(EmbeddedInput other) {
    return checkpointId.equals(other.checkpointId);
  }

  /**
   * Returns the record of the embeddings topic.
   *
   * @param producedAtMs timestamp of the input's record
   * @param normalize whether the vector is scaled to length 1
   */
  public ImageEmbedding toRecord(long producedAtMs, boolean normalize) {
    return new ImageEmbedding(
        input.id(),
        input.pairId(),
        input.role(),
        input.label(),
        FloatVector.of(normalize ? CosineSimilarity.unit(vector) : vector),
        checkpointId,
        producedAtMs,
        embeddedAtMs,
        normalize,
        input.modality(),
        spaceId);
  }
}
