package io.contrastream.cli.options;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.config.ModelSettings;
import io.contrastream.config.Settings;
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
      description =
          "Checkpoint to embed with, of a file or the topic (default: setting model.checkpoint).")
  private String reference;

  /** Finds the checkpoint, and says on standard error what was changed in it. */
  public NamedCheckpoint find(CommandContext context) {
    Settings settings = context.settings();
    NamedCheckpoint found =
        NamedCheckpoint.find(
            settings, reference == null ? settings.model().checkpoint() : reference);
    found.checkpoint().changes().ifPresent(changes -> context.say("Note: %s", changes));
    return found;
  }

  /**
   * Loads the checkpoint, and says on standard error what was changed in it; the caller closes it.
   */
  public Encoder<byte[]> load(CommandContext context) {
    ModelSettings model = context.settings().model();
    NamedCheckpoint found = find(context);
    return ImageEncoders.load(
        found.checkpoint(), found.origin(), model.path(), model.device(), List.of());
  }
}
