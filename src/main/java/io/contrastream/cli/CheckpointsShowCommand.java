package io.contrastream.cli;

import io.contrastream.checkpoint.Architecture;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.checkpoint.WeightDigest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a checkpoint is and holds. */
@Command(
    name = "show",
    description = "Shows a checkpoint: identity, metadata, tensors.",
    footer = {
      "  contrastream checkpoints show contrastream-mnist",
      "  contrastream checkpoints show runs/lesson/model_epoch_14.safetensors",
      "  contrastream checkpoints show --topic 4ae3f3a94377"
    })
final class CheckpointsShowCommand implements Callable<Integer> {
  @Mixin private CommandContext context;

  @Parameters(paramLabel = "NAME|ID|PATH", description = "Which checkpoint.")
  private String reference;

  @Option(names = "--topic", description = "Shows what the checkpoint topic says of it instead.")
  private boolean topic;

  @Override
  public Integer call() {
    if (topic) {
      try (TopicStore store = new TopicStore(context.settings())) {
        new TopicListing(context).show(store.find(reference), store.history());
        return 0;
      }
    }
    Path file =
        new CheckpointFolder(context.settings().model().checkpointsDir()).resolve(reference);
    Checkpoint checkpoint = CheckpointFile.load(file);
    fact("file", file);
    fact("id", checkpoint.id());
    fact("sha256", WeightDigest.of(checkpoint.tensors()));
    fact(
        "architecture",
        Architecture.of(checkpoint.tensors()).map(Architecture::name).orElse("(unknown)"));
    new TreeMap<>(checkpoint.metadata()).forEach(this::fact);
    PrintWriter out = context.out();
    out.println();
    checkpoint
        .tensors()
        .forEach(
            (name, tensor) ->
                out.printf("%-32s %s %s%n", name, tensor.type(), Arrays.toString(tensor.shape())));
    return 0;
  }

  private void fact(String name, Object value) {
    context.out().printf("%-24s %s%n", name, value);
  }
}
