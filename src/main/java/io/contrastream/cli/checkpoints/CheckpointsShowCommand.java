package io.contrastream.cli.checkpoints;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Networks;
import io.contrastream.checkpoint.Tensor;
import io.contrastream.cli.options.NamedCheckpoint;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.cli.output.Table;
import io.contrastream.processor.swap.CheckpointAdmin;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "Show a checkpoint: id, metadata and tensors.",
    footer = {
      "  contrastream checkpoints show contrastream-mnist",
      "  contrastream checkpoints show runs/lesson/model_epoch_14.safetensors",
      "  contrastream checkpoints show --topic 4ae3f3a94377"
    })
final class CheckpointsShowCommand extends JsonCommand {

  @Parameters(paramLabel = "NAME|ID|PATH", description = "Checkpoint to show.")
  private String reference;

  @Option(
      names = "--topic",
      description = "Show what the topic says of it: lineage, metrics, activations.")
  private boolean topic;

  private record TensorShape(String name, String type, long[] shape) {
    static TensorShape of(String name, Tensor tensor) {
      return new TensorShape(name, String.valueOf(tensor.type()), tensor.shape());
    }
  }

  /**
   * What {@code --json} prints.
   *
   * @param architecture null if unknown
   */
  private record Content(
      String file,
      String id,
      String sha256,
      String architecture,
      Map<String, String> metadata,
      List<TensorShape> tensors) {

    static Content of(NamedCheckpoint found) {
      Checkpoint checkpoint = found.checkpoint();
      return new Content(
          found.origin(),
          checkpoint.id(),
          checkpoint.digest(),
          checkpoint
              .file()
              .map(file -> file.kind().id())
              .or(() -> Networks.nameOf(checkpoint.tensors()))
              .orElse(null),
          new TreeMap<>(checkpoint.metadata()),
          checkpoint.tensors().entrySet().stream()
              .map(it -> TensorShape.of(it.getKey(), it.getValue()))
              .toList());
    }
  }

  @Override
  public Integer call() {
    if (topic) {
      try (CheckpointTopic checkpoints = new CheckpointTopic(context.settings())) {
        CheckpointAdmin admin = checkpoints.admin();
        new TopicListing(context, this).show(admin.find(reference), admin.history());
        return 0;
      }
    }
    Content content = Content.of(NamedCheckpoint.find(context.settings(), reference));
    printResult(content, () -> print(content));
    return 0;
  }

  private void print(Content content) {
    Table facts = new Table();
    facts.row("file", content.file());
    facts.row("id", content.id());
    facts.row("sha256", content.sha256());
    facts.row(
        "architecture", content.architecture() == null ? "(unknown)" : content.architecture());
    content.metadata().forEach(facts::row);
    facts.print(context.out());
    context.out().println();
    Table tensors = new Table();
    content
        .tensors()
        .forEach(each -> tensors.row(each.name(), each.type(), Arrays.toString(each.shape())));
    tensors.print(context.out());
  }
}
