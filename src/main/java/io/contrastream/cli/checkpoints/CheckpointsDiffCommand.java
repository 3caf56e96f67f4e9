package io.contrastream.cli.checkpoints;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.cli.options.NamedCheckpoint;
import io.contrastream.cli.options.SeedOption;
import io.contrastream.cli.output.CountingEncoder;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.cli.output.ProgressDisplay;
import io.contrastream.config.ModelSettings;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Encoder;
import io.contrastream.image.drawn.DrawnDigits;
import io.contrastream.network.ImageEncoders;
import io.contrastream.training.EmbeddingShift;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    description = {
      "Compare the embeddings that two checkpoints compute of the same images.",
      "The images are drawn digits; the same seed draws the same images."
    },
    footer = {
      "  contrastream checkpoints diff runs/a.safetensors runs/b.safetensors",
      "  contrastream checkpoints diff --topic 4ae3f3a94377 0e58d095bc80"
    })
final class CheckpointsDiffCommand extends JsonCommand {
  private static final int MIN_IMAGES = 11;
  private static final int MAX_IMAGES = 20_000;

  @Parameters(index = "0", paramLabel = "A", description = "First checkpoint: name, id or path.")
  private String first;

  @Parameters(index = "1", paramLabel = "B", description = "Second checkpoint.")
  private String second;

  @Option(names = "--topic", description = "Look for ids in the checkpoint topic first.")
  private boolean topic;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Number of images (default: ${DEFAULT-VALUE}).")
  private int images;

  @Mixin private SeedOption seed;

  /** What {@code --json} prints. */
  private record Figures(
      String first,
      String second,
      int images,
      double meanCosine,
      double lowestCosine,
      double neighboursKept,
      boolean rebuildIndex) {}

  @Override
  public Integer call() {
    context.requireBetween("--images", images, MIN_IMAGES, MAX_IMAGES);
    Settings settings = context.settings();
    if (topic) {
      try (CheckpointTopic checkpoints = new CheckpointTopic(settings)) {
        compare(settings, checkpoints.load(first), checkpoints.load(second));
      }
    } else {
      compare(
          settings,
          NamedCheckpoint.find(settings, first).checkpoint(),
          NamedCheckpoint.find(settings, second).checkpoint());
    }
    return 0;
  }

  private void compare(Settings settings, Checkpoint a, Checkpoint b) {
    a.changes().ifPresent(changes -> context.say("Note: %s: %s", first, changes));
    b.changes().ifPresent(changes -> context.say("Note: %s: %s", second, changes));
    ModelSettings model = settings.model();
    try (Encoder<byte[]> before =
            ImageEncoders.load(a, first, model.path(), model.device(), List.of());
        Encoder<byte[]> after =
            ImageEncoders.load(b, second, model.path(), model.device(), List.of())) {
      print(a.id(), b.id(), shift(before, after));
    }
  }

  private EmbeddingShift shift(Encoder<byte[]> before, Encoder<byte[]> after) {
    try (ProgressDisplay progress = new ProgressDisplay(context, "Vectors", 2L * images)) {
      return EmbeddingShift.between(
          new CountingEncoder(before, done -> progress.show(done, "embedded")),
          new CountingEncoder(after, done -> progress.show(images + done, "embedded")),
          new DrawnDigits(seed.value(), images));
    }
  }

  private void print(String a, String b, EmbeddingShift shift) {
    printResult(
        new Figures(
            a,
            b,
            shift.images(),
            shift.meanCosine(),
            shift.lowestCosine(),
            shift.neighboursKept(),
            shift.indexMustBeRebuilt()),
        () -> printText(a, b, shift));
  }

  private void printText(String a, String b, EmbeddingShift shift) {
    context.print(
        """
        %s and %s on %d drawn digits
        cosine similarity of the two vectors  mean %.4f, minimum %.4f
        ten nearest neighbours kept           %.1f %%
        %s\
        """,
        a,
        b,
        shift.images(),
        shift.meanCosine(),
        shift.lowestCosine(),
        100 * shift.neighboursKept(),
        shift.advice());
  }
}
