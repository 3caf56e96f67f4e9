package io.contrastream.cli.options;

import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.cli.frame.CommandContext;
import io.contrastream.config.ModelSettings;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Encoder;
import io.contrastream.network.ImageEncoders;
import io.contrastream.topic.Topics;
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
    return sayChanges(
        context,
        NamedCheckpoint.find(
            settings, reference == null ? settings.model().checkpoint() : reference));
  }

  /**
   * Finds the checkpoint that the option names or, without the option, the one that is active in
   * the topic of checkpoints.
   *
   * @throws CheckpointException if none is active
   */
  public NamedCheckpoint findActive(CommandContext context, Topics topics) {
    return reference == null
        ? sayChanges(context, NamedCheckpoint.active(context.settings(), topics))
        : find(context);
  }

  private static NamedCheckpoint sayChanges(CommandContext context, NamedCheckpoint found) {
    found.checkpoint().changes().ifPresent(changes -> context.say("Note: %s", changes));
    return found;
  }

  /**
   * Loads the checkpoint, and says on standard error what was changed in it; the caller closes it.
   */
  public Encoder<byte[]> load(CommandContext context) {
    ModelSettings model = context.settings().model();
    NamedCheckpoint found = find(context);
    return ImageEncoders.ofDigits(
        ImageEncoders.load(
            found.checkpoint(), found.origin(), model.path(), model.device(), List.of()));
  }
}
