package io.contrastream.cli.checkpoints;

import io.contrastream.checkpoint.Architecture;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.checkpoint.Networks;
import io.contrastream.checkpoint.Tensor;
import io.contrastream.cli.options.NamedCheckpoint;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Modalities;
import io.contrastream.schema.Modality;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Saves a checkpoint as a file and prints its id and path. */
abstract class FileCommand extends JsonCommand {

  /** What {@code --json} prints. */
  record Saved(String id, String file) {}

  abstract Saved save(Settings settings);

  @Override
  public Integer call() {
    Saved saved = save(context.settings());
    printResult(saved, () -> context.print("%s  %s", saved.id(), saved.file()));
    return 0;
  }

  @Command(
      name = "import",
      description = {
        "Import a checkpoint into the checkpoints folder.",
        "FILE is a .safetensors file, or weights or a training checkpoint saved by PyTorch (.pt,"
            + " .pth, .ckpt, .bin). Only plain values and tensors are read; nothing in it is run.",
        "A prefix before all names is removed, and numbers of another precision are converted to"
            + " float32: a note on standard error says so."
      },
      footer = {
        "  contrastream checkpoints import network.pt",
        "  contrastream checkpoints import network.pt --name lesson-14"
      })
  static final class Import extends FileCommand {

    @Parameters(
        paramLabel = "FILE",
        description = "File to import; its first bytes tell the format.")
    private Path file;

    @Option(
        names = "--name",
        paramLabel = "NAME",
        description = "Name of the checkpoint (default: the file's name).")
    private String name;

    @Option(names = "--force", description = "Replace an existing checkpoint of that name.")
    private boolean force;

    @Override
    Saved save(Settings settings) {
      CheckpointFolder folder = new CheckpointFolder(settings.model().checkpointsDir());
      Checkpoint checkpoint = CheckpointFile.load(file);
      Networks.check(checkpoint, file.toString());
      // Lightning's names have equals signs, and copies of a file have blanks and brackets.
      String newName =
          name == null ? CheckpointFile.nameOf(file).replaceAll("[^\\w.-]+", "-") : name;
      Path target = folder.path().resolve(newName + CheckpointFile.Format.SAFETENSORS.suffix);
      if (Files.exists(target) && !force) {
        throw context.usageError(target + " exists: choose another --name, or add --force");
      }
      Path saved = folder.save(checkpoint, newName);
      checkpoint.changes().ifPresent(changes -> context.say("Note: %s", changes));
      return new Saved(checkpoint.id(), saved.toString());
    }
  }

  @Command(
      name = "export",
      description = {
        "Export a checkpoint to a file for other programs.",
        "PyTorch loads a .pt file with net.load_state_dict(torch.load(FILE, weights_only=True)). It"
            + " holds one network; a .safetensors file holds all, without --modality."
      },
      footer = {
        "  contrastream checkpoints export contrastream-mnist --format pt",
        "  contrastream checkpoints export contrastream-mnist --modality caption",
        "  contrastream checkpoints export contrastream-mnist --out network.safetensors"
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
        names = "--modality",
        paramLabel = "image|caption|sound",
        description =
            "Network to export, without the prefix of its names (default: image, or all).")
    private Modality modality;

    @Option(
        names = "--out",
        paramLabel = "FILE",
        description = "File to write (default: the checkpoint's name, in the current folder).")
    private Path out;

    @Override
    Saved save(Settings settings) {
      NamedCheckpoint source = NamedCheckpoint.find(settings, reference);
      String name = modality == null ? "" : "-" + Modalities.name(modality);
      Path target = out == null ? Path.of(source.name() + name + suffix()) : out;
      if (format != null && !target.toString().endsWith(suffix())) {
        throw context.usageError("--out must end in %s, unlike %s".formatted(suffix(), out));
      }
      boolean isWhole =
          modality == null && target.toString().endsWith(CheckpointFile.Format.SAFETENSORS.suffix);
      CheckpointFile.save(isWhole ? source.checkpoint() : part(source.checkpoint()), target);
      return new Saved(source.checkpoint().id(), target.toString());
    }

    private Checkpoint part(Checkpoint checkpoint) {
      Architecture network = Networks.of(modality == null ? Modality.IMAGE : modality);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      Networks.part(checkpoint.tensors(), network)
          .forEach(
              (name, tensor) -> tensors.put(name.substring(network.prefix().length()), tensor));
      if (tensors.isEmpty()) {
        throw new CheckpointException(
            "Checkpoint %s has no network %s".formatted(checkpoint.id(), network.name()));
      }
      return new Checkpoint(tensors, checkpoint.metadata());
    }

    private String suffix() {
      return "." + (format == null ? Format.PT : format).name().toLowerCase(Locale.ROOT);
    }
  }
}
