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

/** Writes a checkpoint for other programs. */
@Command(
    name = "export",
    description = {
      "Writes a checkpoint to a file for other programs.",
      "PyTorch reads a .pt with net.load_state_dict(torch.load(FILE, weights_only=True))."
    },
    footer = {
      "  contrastream checkpoints export contrastream-mnist --format pt",
      "  contrastream checkpoints export contrastream-mnist --out /tmp/network.safetensors"
    })
final class CheckpointsExportCommand implements Callable<Integer> {

  /** What a file is called that {@code --out} doesn't name. */
  enum Format {
    PT,
    SAFETENSORS
  }

  @Mixin private CommandContext context;
  @Mixin private JsonOption json;

  @Parameters(paramLabel = "NAME|ID|PATH", description = "Which checkpoint.")
  private String reference;

  @Option(
      names = "--format",
      paramLabel = "pt|safetensors",
      description = "Format (default: as --out ends, else pt).")
  private Format format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "File to write (default: its name in the current folder).")
  private Path out;

  @Override
  public Integer call() {
    Path source =
        new CheckpointFolder(context.settings().model().checkpointsDir()).resolve(reference);
    Checkpoint checkpoint = CheckpointFile.load(source);
    Path target = out == null ? Path.of(nameOf(source) + suffix()) : out;
    if (format != null && !target.toString().endsWith(suffix())) {
      throw context.wrongUse("--out is %s, but --format asks for %s".formatted(out, suffix()));
    }
    CheckpointFile.save(checkpoint, target);
    new SavedCheckpoint(checkpoint.id(), target.toString()).print(context, json);
    return 0;
  }

  private String suffix() {
    return "." + (format == null ? Format.PT : format).name().toLowerCase(Locale.ROOT);
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
  }
}
