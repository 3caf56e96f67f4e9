package io.contrastream.topic.checkpoint;

import io.contrastream.checkpoint.Networks;
import io.contrastream.schema.CheckpointLineage;
import io.contrastream.schema.CheckpointWeights;
import io.contrastream.schema.Modality;
import io.contrastream.schema.ModelCheckpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A checkpoint's record without its weights. Nothing in it has been verified.
 *
 * @param id taken from the record's key
 * @param bytes size of the weights
 * @param parentId the checkpoint that its training started from, or null
 * @param metrics measured by the gate, by name
 * @param lineage null if unknown
 * @param spaceId the space of its vectors
 * @param atMs time of publication, in milliseconds since 1970 UTC
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
    String spaceId,
    long atMs,
    long offset) {

  /** Whether it says that it has an encoder of each of these; all have one of images. */
  public boolean hasEncodersOf(Set<Modality> modalities) {
    List<String> networks = List.of(architecture.split("\\+"));
    return modalities.stream()
        .filter(each -> each != Modality.IMAGE)
        .allMatch(each -> networks.contains(Networks.of(each).name()));
  }

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
        Optional.ofNullable(weights.getSpaceId()).orElse(id),
        record.getAtMs(),
        offset);
  }
}
