package io.contrastream.checkpoint;

import static io.contrastream.checkpoint.CheckpointException.quoted;

import io.contrastream.schema.CheckpointWeights;
import io.contrastream.schema.ModelCheckpoint;

/** Decodes the records of the checkpoint topic, which are not trusted until checked. */
public final class CheckpointDecoder {
  private static final Architecture NETWORK = Architecture.CONTRASTIVE_CNN_1;

  private CheckpointDecoder() {}

  /**
   * Returns the checkpoint, whose tensors are views of the record. {@link Architecture#check}
   * checks their shapes and numbers.
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
    return checkpoint;
  }

  private static void requireNetwork(CheckpointWeights weights, String origin) {
    if (!weights.getArchitecture().equals(NETWORK.name())) {
      throw new CheckpointException(
          "%s is of the network %s, but this program runs %s"
              .formatted(origin, quoted(weights.getArchitecture()), NETWORK.name()));
    }
    if (weights.getDimension() != NETWORK.spec().dimension()) {
      throw new CheckpointException(
          "%s has %d-dimensional embeddings, expected %d"
              .formatted(origin, weights.getDimension(), NETWORK.spec().dimension()));
    }
  }
}
