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

/** Takes a file into the checkpoints folder. */
@Command(
    name = "import",
    description = {
      "Takes a checkpoint into the checkpoints folder.",
      "FILE is a state_dict saved by PyTorch (.pt), of which nothing but plain tensors is ever"
          + " read, or .safetensors."
    },
    footer = {
      "  contrastream checkpoints import network.pt",
      "  contrastream checkpoints import network.pt --name lesson-14"
    })
final class CheckpointsImportCommand implements Callable<Integer> {
  @Mixin private CommandContext context;
  @Mixin private JsonOption json;

  @Parameters(paramLabel = "FILE", description = "Ends in .pt or .safetensors.")
  private Path file;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What it shall be called (default: as the file).")
  private String name;

  @Option(names = "--force", description = "Takes the place of a checkpoint of that name.")
  private boolean force;

  @Override
  public Integer call() {
    Checkpoint checkpoint = CheckpointFile.load(file);
    Architecture.CONTRASTIVE_CNN_1.check(checkpoint, file.toString());
    CheckpointFolder folder = new CheckpointFolder(context.settings().model().checkpointsDir());
    String called = name == null ? withoutSuffix(file) : name;
    Path there = folder.path().resolve(called + CheckpointFile.Format.SAFETENSORS.suffix);
    if (Files.exists(there) && !force) {
      throw context.wrongUse(there + " is there already: choose another --name, or add --force");
    }
    Path saved = folder.save(checkpoint, called);
    new SavedCheckpoint(checkpoint.id(), saved.toString()).print(context, json);
    return 0;
  }

  private static String withoutSuffix(Path file) {
    return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
  }
}
