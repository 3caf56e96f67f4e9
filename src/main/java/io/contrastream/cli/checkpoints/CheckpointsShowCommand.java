package io.contrastream.cli.checkpoints;

import io.contrastream.checkpoint.Architecture;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.checkpoint.Tensor;
import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.output.JsonOption;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
  @Mixin private JsonOption json;

  @Parameters(paramLabel = "NAME|ID|PATH", description = "Which checkpoint.")
  private String reference;

  @Option(names = "--topic", description = "Shows what the checkpoint topic says of it instead.")
  private boolean topic;

  private record TensorShape(String name, String type, long[] shape) {}

  /**
   * What {@code --json} prints of a file.
   *
   * @param architecture null where it is unknown
   */
  private record Content(
      String file,
      String id,
      String sha256,
      String architecture,
      Map<String, String> metadata,
      List<TensorShape> tensors) {

    static Content of(Path file, Checkpoint checkpoint) {
      return new Content(
          file.toString(),
          checkpoint.id(),
          checkpoint.digest(),
          Architecture.of(checkpoint.tensors()).map(Architecture::name).orElse(null),
          new TreeMap<>(checkpoint.metadata()),
          checkpoint.tensors().entrySet().stream()
              .map(it -> tensor(it.getKey(), it.getValue()))
              .toList());
    }

    private static TensorShape tensor(String name, Tensor tensor) {
      return new TensorShape(name, String.valueOf(tensor.type()), tensor.shape());
    }
  }

  @Override
  public Integer call() {
    if (topic) {
      try (CheckpointTopic store = new CheckpointTopic(context.settings())) {
        new TopicListing(context, json).show(store.find(reference), store.history());
        return 0;
      }
    }
    Path file =
        new CheckpointFolder(context.settings().model().checkpointsDir()).resolve(reference);
    Checkpoint checkpoint = CheckpointFile.load(file);
    Content content = Content.of(file, checkpoint);
    json.print(context, content, () -> print(content));
    return 0;
  }

  private void print(Content content) {
    fact("file", content.file());
    fact("id", content.id());
    fact("sha256", content.sha256());
    fact("architecture", content.architecture() == null ? "(unknown)" : content.architecture());
    content.metadata().forEach(this::fact);
    PrintWriter out = context.out();
    out.println();
    content
        .tensors()
        .forEach(
            each ->
                out.printf(
                    "%-32s %s %s%n", each.name(), each.type(), Arrays.toString(each.shape())));
  }

  private void fact(String name, Object value) {
    context.out().printf("%-24s %s%n", name, value);
  }
}
