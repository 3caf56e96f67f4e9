package io.contrastream.cli.options;

import io.contrastream.config.ModelSettings;
import io.contrastream.encoding.Encoder;
import io.contrastream.network.ImageEncoders;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which checkpoint a command embeds with; taken as a {@code @Mixin}. */
@Command
public final class ModelOptions {

  @Option(
      names = "--checkpoint",
      paramLabel = "NAME|ID|PATH",
      description =
          "Which checkpoint; see: contrastream checkpoints list (default: the settings').")
  private String reference;

  /**
   * Loads it; the caller closes it.
   *
   * @throws io.contrastream.checkpoint.CheckpointException where there is none or it is refused
   */
  public Encoder<byte[]> load(ModelSettings settings) {
    return ImageEncoders.load(
        settings, reference == null ? settings.checkpoint() : reference, List.of());
  }
}
