package io.contrastream.cli.checkpoints;

import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.checkpoint.StoredCheckpoint;
import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.output.JsonOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the checkpoints of a folder, or of the topic. */
@Command(
    name = "list",
    description = "Lists the checkpoints of a folder, or of the topic.",
    footer = {
      "  contrastream checkpoints list",
      "  contrastream checkpoints list --dir runs/lesson",
      "  contrastream checkpoints list --topic"
    })
final class CheckpointsListCommand implements Callable<Integer> {
  @Mixin private CommandContext context;
  @Mixin private JsonOption json;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Another folder (default: setting model.checkpoints.dir).")
  private Path folder;

  @Option(names = "--topic", description = "Lists what the checkpoint topic holds instead.")
  private boolean topic;

  /**
   * What {@code --json} prints of a file.
   *
   * @param id null where the file is refused
   * @param fault why, or null
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
      try (CheckpointTopic store = new CheckpointTopic(context.settings())) {
        new TopicListing(context, json).list(store.history());
        return 0;
      }
    }
    Path path = folder == null ? context.settings().model().checkpointsDir() : folder;
    List<StoredCheckpoint> found = new CheckpointFolder(path).list();
    json.printAll(context, found.stream().map(Entry::of).toList(), () -> print(path, found));
    return 0;
  }

  private void print(Path path, List<StoredCheckpoint> found) {
    if (found.isEmpty()) {
      context.err().printf("The folder %s holds no checkpoints%n", path);
      return;
    }
    context.out().printf("%-12s  %7s  %s%n", "id", "KiB", "file");
    found.forEach(this::print);
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
