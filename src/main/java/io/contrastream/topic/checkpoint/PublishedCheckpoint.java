package io.contrastream.topic.checkpoint;

import io.contrastream.schema.CheckpointLineage;
import io.contrastream.schema.CheckpointWeights;
import io.contrastream.schema.ModelCheckpoint;
import java.util.Map;

/**
 * What the topic says of a checkpoint, without its weights. Nothing of it has been checked.
 *
 * @param id by the record's key
 * @param bytes size of the weights
 * @param parentId the checkpoint that its training went on from, or null
 * @param metrics figures measured at the gate, by name
 * @param lineage null where nobody knows
 * @param atMs when it was published, milliseconds since 1970 UTC
 * @param offset of its record
 */
public record PublishedCheckpoint(
    String id,
    int bytes,
    String sha256,
    String architecture,
    int dimension,
    String parentId,
    Map<String, Double> metrics,
    CheckpointLineage lineage,
    long atMs,
    long offset) {

  static PublishedCheckpoint of(String id, ModelCheckpoint record, long offset) {
    CheckpointWeights weights = record.getWeights();
    return new PublishedCheckpoint(
        id,
        weights.getSafetensors().remaining(),
        weights.getSha256(),
        weights.getArchitecture(),
        weights.getDimension(),
        weights.getParentId(),
        Map.copyOf(weights.getMetrics()),
        weights.getLineage(),
        record.getAtMs(),
        offset);
  }
}
