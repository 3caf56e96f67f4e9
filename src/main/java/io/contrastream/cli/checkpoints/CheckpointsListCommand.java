package io.contrastream.cli.checkpoints;

import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.checkpoint.StoredCheckpoint;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.cli.output.Table;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    description = "List the checkpoints of a folder or of the topic.",
    footer = {
      "  contrastream checkpoints list",
      "  contrastream checkpoints list --dir runs/lesson",
      "  contrastream checkpoints list --topic"
    })
final class CheckpointsListCommand extends JsonCommand {

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Folder (default: setting model.checkpoints.dir).")
  private Path folder;

  @Option(names = "--topic", description = "List the checkpoints of the topic instead.")
  private boolean topic;

  /**
   * What {@code --json} prints per file.
   *
   * @param id null if the file is invalid
   * @param fault what is wrong with the file, or null
   */
  private record Entry(String id, String file, long bytes, String fault) {
    static Entry of(StoredCheckpoint stored) {
      String fault = stored.fault().orElse(null);
      return new Entry(
          fault == null ? stored.id() : null, stored.path().toString(), stored.bytes(), fault);
    }
  }

  @Override
  public Integer call() {
    if (topic) {
      try (CheckpointTopic checkpoints = new CheckpointTopic(context.settings())) {
        new TopicListing(context, this).list(checkpoints.admin().history());
        return 0;
      }
    }
    Path path = folder == null ? context.settings().model().checkpointsDir() : folder;
    List<StoredCheckpoint> found = new CheckpointFolder(path).list();
    printResults(found.stream().map(Entry::of).toList(), () -> print(path, found));
    return 0;
  }

  private void print(Path path, List<StoredCheckpoint> found) {
    if (found.isEmpty()) {
      context.say("There are no checkpoints in %s", path);
      return;
    }
    Table table = new Table("id", "KiB", "file");
    for (StoredCheckpoint stored : found) {
      table.row(
          stored.fault().isPresent() ? "(invalid)" : stored.id(),
          stored.bytes() / 1024,
          stored.path().getFileName() + stored.fault().map(fault -> ": " + fault).orElse(""));
    }
    table.print(context.out());
  }
}
