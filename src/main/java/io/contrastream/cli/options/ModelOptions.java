package io.contrastream.cli.options;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.cli.frame.CommandContext;
import io.contrastream.config.ModelSettings;
import io.contrastream.encoding.Encoder;
import io.contrastream.network.ImageEncoders;
import java.nio.file.Path;
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

  /**
   * Loads the checkpoint, and says on standard error what was changed in it; the caller closes it.
   */
  public Encoder<byte[]> load(CommandContext context) {
    ModelSettings settings = context.settings().model();
    String name = reference == null ? settings.checkpoint() : reference;
    Path file = new CheckpointFolder(settings.checkpointsDir()).resolve(name);
    Checkpoint checkpoint = CheckpointFile.load(file);
    checkpoint.changes().ifPresent(changes -> context.say("Note: %s", changes));
    return ImageEncoders.load(
        checkpoint, file.toString(), settings.path(), settings.device(), List.of());
  }
}
