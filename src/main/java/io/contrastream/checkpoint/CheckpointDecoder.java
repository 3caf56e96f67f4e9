package io.contrastream.checkpoint;

import static io.contrastream.checkpoint.CheckpointException.quoted;

import io.contrastream.schema.CheckpointWeights;
import io.contrastream.schema.ModelCheckpoint;
import java.util.Optional;

/** Decodes the records of the checkpoint topic, which are not trusted until checked. */
public final class CheckpointDecoder {
  private CheckpointDecoder() {}

  /**
   * Returns the checkpoint, in the space that the record names, with tensors that are views of it.
   * {@link Networks#check} checks their shapes and numbers.
   *
   * @throws CheckpointException if network, dimension or digest are wrong
   */
  public static Checkpoint decode(ModelCheckpoint record, String id, String origin) {
    CheckpointWeights weights = record.getWeights();
    requireNetwork(weights, origin);
    Checkpoint checkpoint = Safetensors.decode(weights.getSafetensors(), origin);
    if (!checkpoint.digest().equals(weights.getSha256()) || !checkpoint.digest().startsWith(id)) {
      throw new CheckpointException(
          "%s: the digest differs: its record states %s, but its weights have %s"
              .formatted(origin, quoted(weights.getSha256()), checkpoint.digest()));
    }
    String space = Optional.ofNullable(weights.getSpaceId()).orElse(id);
    return checkpoint.spaceId().equals(space) ? checkpoint : checkpoint.inSpace(space);
  }

  private static void requireNetwork(CheckpointWeights weights, String origin) {
    if (!Networks.isKnown(weights.getArchitecture())) {
      throw new CheckpointException(
          "%s is of the network %s, but this program runs %s"
              .formatted(origin, quoted(weights.getArchitecture()), Networks.known()));
    }
    if (weights.getDimension() != Networks.DIMENSION) {
      throw new CheckpointException(
          "%s has %d-dimensional embeddings, expected %d"
              .formatted(origin, weights.getDimension(), Networks.DIMENSION));
    }
  }
}
