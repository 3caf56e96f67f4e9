package io.contrastream.cli.checkpoints;

import io.contrastream.checkpoint.Architecture;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.cli.output.JsonCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Saves a checkpoint as a file and prints its id and path. */
abstract class FileCommand extends JsonCommand {

  /** What {@code --json} prints. */
  record Saved(String id, String file) {}

  abstract Saved save(CheckpointFolder folder);

  @Override
  public Integer call() {
    Saved saved = save(new CheckpointFolder(context.settings().model().checkpointsDir()));
    printResult(saved, () -> context.print("%s  %s", saved.id(), saved.file()));
    return 0;
  }

  /** Returns the file's name without its extension. */
  private static String nameOf(Path file) {
    return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
  }

  @Command(
      name = "import",
      description = {
        "Import a checkpoint into the checkpoints folder.",
        "FILE is a state_dict saved by PyTorch (.pt), of which only plain tensors are read, or a"
            + " .safetensors file."
      },
      footer = {
        "  contrastream checkpoints import network.pt",
        "  contrastream checkpoints import network.pt --name lesson-14"
      })
  static final class Import extends FileCommand {

    @Parameters(paramLabel = "FILE", description = "File to import, .pt or .safetensors.")
    private Path file;

    @Option(
        names = "--name",
        paramLabel = "NAME",
        description = "Name of the checkpoint (default: the file's name).")
    private String name;

    @Option(names = "--force", description = "Replace an existing checkpoint of that name.")
    private boolean force;

    @Override
    Saved save(CheckpointFolder folder) {
      Checkpoint checkpoint = CheckpointFile.load(file);
      Architecture.CONTRASTIVE_CNN_1.check(checkpoint, file.toString());
      String newName = name == null ? nameOf(file) : name;
      Path target = folder.path().resolve(newName + CheckpointFile.Format.SAFETENSORS.suffix);
      if (Files.exists(target) && !force) {
        throw context.usageError(target + " exists: choose another --name, or add --force");
      }
      return new Saved(checkpoint.id(), folder.save(checkpoint, newName).toString());
    }
  }

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
  static final class Export extends FileCommand {

    enum Format {
      PT,
      SAFETENSORS
    }

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
    Saved save(CheckpointFolder folder) {
      Path source = folder.resolve(reference);
      Checkpoint checkpoint = CheckpointFile.load(source);
      Path target = out == null ? Path.of(nameOf(source) + suffix()) : out;
      if (format != null && !target.toString().endsWith(suffix())) {
        throw context.usageError("--out must end in %s, unlike %s".formatted(suffix(), out));
      }
      CheckpointFile.save(checkpoint, target);
      return new Saved(checkpoint.id(), target.toString());
    }

    private String suffix() {
      return "." + (format == null ? Format.PT : format).name().toLowerCase(Locale.ROOT);
    }
  }
}
