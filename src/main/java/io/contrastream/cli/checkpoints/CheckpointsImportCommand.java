package io.contrastream.cli.checkpoints;

import io.contrastream.checkpoint.Architecture;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.output.JsonOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports a file into the checkpoints folder. */
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
final class CheckpointsImportCommand implements Callable<Integer> {
  @Mixin private CommandContext context;
  @Mixin private JsonOption json;

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
  public Integer call() {
    Checkpoint checkpoint = CheckpointFile.load(file);
    Architecture.CONTRASTIVE_CNN_1.check(checkpoint, file.toString());
    CheckpointFolder folder = new CheckpointFolder(context.settings().model().checkpointsDir());
    String newName = name == null ? SavedCheckpoint.nameOf(file) : name;
    Path target = folder.path().resolve(newName + CheckpointFile.Format.SAFETENSORS.suffix);
    if (Files.exists(target) && !force) {
      throw context.usageError(target + " exists: choose another --name, or add --force");
    }
    Path saved = folder.save(checkpoint, newName);
    new SavedCheckpoint(checkpoint.id(), saved.toString()).print(context, json);
    return 0;
  }
}
