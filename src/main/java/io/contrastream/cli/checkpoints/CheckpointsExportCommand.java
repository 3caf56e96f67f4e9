package io.contrastream.cli.checkpoints;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.output.JsonOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Exports a checkpoint for other programs. */
@Command(
    name = "export",
    description = {
      "Export a checkpoint to a file for other programs.",
      "PyTorch loads a .pt file with net.load_state_dict(torch.load(FILE, weights_only=True))."
    },
    footer = {
      "  contrastream checkpoints export contrastream-mnist --format pt",
      "  contrastream checkpoints export contrastream-mnist --out /tmp/network.safetensors"
    })
final class CheckpointsExportCommand implements Callable<Integer> {

  enum Format {
    PT,
    SAFETENSORS
  }

  @Mixin private CommandContext context;
  @Mixin private JsonOption json;

  @Parameters(paramLabel = "NAME|ID|PATH", description = "Checkpoint to export.")
  private String reference;

  @Option(
      names = "--format",
      paramLabel = "pt|safetensors",
      description = "File format (default: the extension of --out, or pt).")
  private Format format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "File to write (default: the checkpoint's name, in the current folder).")
  private Path out;

  @Override
  public Integer call() {
    Path source =
        new CheckpointFolder(context.settings().model().checkpointsDir()).resolve(reference);
    Checkpoint checkpoint = CheckpointFile.load(source);
    Path target = out == null ? Path.of(SavedCheckpoint.nameOf(source) + suffix()) : out;
    if (format != null && !target.toString().endsWith(suffix())) {
      throw context.usageError("--out must end in %s, unlike %s".formatted(suffix(), out));
    }
    CheckpointFile.save(checkpoint, target);
    new SavedCheckpoint(checkpoint.id(), target.toString()).print(context, json);
    return 0;
  }

  private String suffix() {
    return "." + (format == null ? Format.PT : format).name().toLowerCase(Locale.ROOT);
  }
}
