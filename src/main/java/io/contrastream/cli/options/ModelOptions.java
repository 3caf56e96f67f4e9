package io.contrastream.cli.options;

import io.contrastream.config.ModelSettings;
import io.contrastream.encoding.Encoder;
import io.contrastream.network.ImageEncoders;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The checkpoint that a command embeds with. */
@Command
public final class ModelOptions {

  @Option(
      names = "--checkpoint",
      paramLabel = "NAME|ID|PATH",
      description = "Checkpoint to embed with (default: setting model.checkpoint).")
  private String reference;

  /** Loads the checkpoint; the caller closes it. */
  public Encoder<byte[]> load(ModelSettings settings) {
    return ImageEncoders.load(
        settings, reference == null ? settings.checkpoint() : reference, List.of());
  }
}
