package io.contrastream.cli;

import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.checkpoint.StoredCheckpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the checkpoints of a folder. */
@Command(
    name = "list",
    description = "Lists the checkpoints of a folder.",
    footer = {
      "  contrastream checkpoints list",
      "  contrastream checkpoints list --dir runs/lesson"
    })
final class CheckpointsListCommand implements Callable<Integer> {
  @Mixin private CommandContext context;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Another folder (default: setting model.checkpoints.dir).")
  private Path folder;

  @Override
  public Integer call() {
    Path path = folder == null ? context.settings().model().checkpointsDir() : folder;
    List<StoredCheckpoint> found = new CheckpointFolder(path).list();
    if (found.isEmpty()) {
      context.err().printf("The folder %s holds no checkpoints%n", path);
      return 0;
    }
    context.out().printf("%-12s  %7s  %s%n", "id", "KiB", "file");
    found.forEach(this::print);
    return 0;
  }

  private void print(StoredCheckpoint stored) {
    context
        .out()
        .printf(
            "%-12s  %7d  %s%s%n",
            stored.fault().isPresent() ? "(refused)" : stored.id(),
            stored.bytes() / 1024,
            stored.path().getFileName(),
            stored.fault().map(fault -> ": " + fault).orElse(""));
  }
}
