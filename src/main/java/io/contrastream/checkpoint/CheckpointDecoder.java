package io.contrastream.checkpoint;

import static io.contrastream.checkpoint.CheckpointException.quoted;

import io.contrastream.schema.CheckpointWeights;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.schema.ModelFile;
import java.util.Optional;

/** Decodes the records of the checkpoint topic, which are not trusted until checked. */
public final class CheckpointDecoder {
  private CheckpointDecoder() {}

  /**
   * Returns the checkpoint, in the space that the record names, with tensors that are views of it.
   * {@link Networks#check} checks their shapes and numbers. An encoder of a user's own is the file
   * of the folder that the record names.
   *
   * @param folder of the settings
   * @throws CheckpointException if network, dimension or digest are wrong, or the file is
   */
  public static Checkpoint decode(
      ModelCheckpoint record, String id, CheckpointFolder folder, String origin) {
    CheckpointWeights weights = record.getWeights();
    return weights.getFile() == null
        ? tensors(record, id, origin)
        : verified(Checkpoint.of(file(weights, folder, origin)), weights, id, origin);
  }

  /**
   * Like {@link #decode}, for records that hold the weights themselves.
   *
   * @throws CheckpointException also if the record names a file
   */
  public static Checkpoint tensors(ModelCheckpoint record, String id, String origin) {
    CheckpointWeights weights = record.getWeights();
    requireNetwork(weights, origin);
    return verified(Safetensors.decode(weights.getSafetensors(), origin), weights, id, origin);
  }

  private static Checkpoint verified(
      Checkpoint checkpoint, CheckpointWeights weights, String id, String origin) {
    if (!checkpoint.digest().equals(weights.getSha256()) || !checkpoint.digest().startsWith(id)) {
      throw new CheckpointException(
          "%s: the digest differs: its record states %s, but its weights have %s"
              .formatted(origin, quoted(weights.getSha256()), checkpoint.digest()));
    }
    String space = Optional.ofNullable(weights.getSpaceId()).orElse(id);
    return checkpoint.spaceId().equals(space) ? checkpoint : checkpoint.inSpace(space);
  }

  private static EncoderFile file(
      CheckpointWeights weights, CheckpointFolder folder, String origin) {
    ModelFile file = weights.getFile();
    EncoderFile.Kind kind =
        EncoderFile.Kind.named(weights.getArchitecture())
            .orElseThrow(
                () ->
                    new CheckpointException(
                        "%s is a model of the format %s, which this program does not run"
                            .formatted(origin, quoted(weights.getArchitecture()))));
    return EncoderFile.find(
        file.getName(), kind, file.getSha256(), file.getDescription(), folder.path(), origin);
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
