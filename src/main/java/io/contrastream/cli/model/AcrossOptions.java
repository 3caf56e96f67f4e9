package io.contrastream.cli.model;

import io.contrastream.schema.Modality;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is trained, and against what. */
@Command
final class AcrossOptions {
  static final String DEFAULT_IMAGES = "drawn:20000";

  @Option(
      names = "--modality",
      defaultValue = "image",
      paramLabel = "image|caption|sound",
      description =
          "What to train an encoder of. The source of captions is worded or txt:FILE, that of"
              + " sounds wav:DIR or spoken; both learn to meet the vectors of images with the same"
              + " label, by default in 6000 steps of 128 captions at a learning rate of 0.003, or"
              + " 4800 steps of 64 sounds at 0.004, with the loss cosine_distance and a tenth held"
              + " out (default: ${DEFAULT-VALUE}).")
  Modality modality;

  @Option(
      names = "--against",
      paramLabel = "NAME|ID|PATH",
      description =
          "Checkpoint whose image encoder captions or sounds learn to meet; it is not changed"
              + " (default: setting model.checkpoint).")
  String against;

  @Option(
      names = "--images",
      paramLabel = "SPEC",
      description =
          "Labelled images that captions or sounds are paired with (default: "
              + DEFAULT_IMAGES
              + ").")
  String images;
}
