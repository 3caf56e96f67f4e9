package io.contrastream.checkpoint;

import io.contrastream.config.ForeignFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Refuses the formats that users mistake for weights of PyTorch or safetensors. */
final class ForeignFiles {
  private static final List<ForeignFormat> FORMATS =
      Stream.concat(
              ForeignFormat.COMMON.stream(),
              Stream.of(
                  new ForeignFormat("1f8b", "compressed with gzip; unpack it"),
                  new ForeignFormat("89484446", "an HDF5 file, as Keras writes; " + rewrite()),
                  new ForeignFormat("934e554d5059", "an array of NumPy; " + rewrite())))
          .toList();

  private ForeignFiles() {}

  private static String rewrite() {
    return "save the weights as safetensors, under the names that checkpoints show prints";
  }

  /**
   * @throws CheckpointException if the file has one of these formats
   */
  static void refuse(Path path) {
    ForeignFormat.describe(FORMATS, CheckpointFile.start(path, ForeignFormat.LENGTH))
        .ifPresent(
            found -> {
              throw new CheckpointException(path + " is " + found);
            });
  }
}
