package io.contrastream.cli.checkpoints;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.cli.options.NamedCheckpoint;
import io.contrastream.cli.options.SeedOption;
import io.contrastream.cli.output.CountingEncoder;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.cli.output.ProgressDisplay;
import io.contrastream.config.ModelSettings;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Encoder;
import io.contrastream.image.Digit;
import io.contrastream.image.drawn.DrawnDigits;
import io.contrastream.network.ImageEncoders;
import io.contrastream.training.space.Compatibility;
import java.util.List;
import java.util.stream.IntStream;
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
  private static final int MIN_IMAGES = 50;
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
      String firstSpace,
      String secondSpace,
      int images,
      double meanCosine,
      double firstInFirst,
      double secondInFirst,
      double secondInSecond,
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
    try (Encoder<byte[]> before = load(a, first, model);
        Encoder<byte[]> after = load(b, second, model)) {
      if (before.spec().dimension() != after.spec().dimension()) {
        throw new CheckpointException(
            "Vectors of %d and of %d dimensions can't be compared"
                .formatted(before.spec().dimension(), after.spec().dimension()));
      }
      print(a, b, fit(before, after), settings.gate().compatibility());
    }
  }

  private static Encoder<byte[]> load(Checkpoint checkpoint, String origin, ModelSettings model) {
    return ImageEncoders.ofDigits(
        ImageEncoders.load(checkpoint, origin, model.path(), model.device(), List.of()));
  }

  private Compatibility fit(Encoder<byte[]> before, Encoder<byte[]> after) {
    DrawnDigits digits = new DrawnDigits(seed.value(), images);
    List<Digit> all = IntStream.range(0, images).mapToObj(digits::get).toList();
    List<byte[]> pixels = all.stream().map(Digit::pixels).toList();
    try (ProgressDisplay progress = new ProgressDisplay(context, "Vectors", 2L * images)) {
      return Compatibility.of(
          List.of(
              new CountingEncoder(before, done -> progress.show(done, "embedded")).embed(pixels)),
          List.of(
              new CountingEncoder(after, done -> progress.show(images + done, "embedded"))
                  .embed(pixels)),
          all.stream().map(Digit::label).toList());
    }
  }

  private void print(Checkpoint a, Checkpoint b, Compatibility fit, double least) {
    boolean rebuild = fit.share() < least;
    printResult(
        new Figures(
            a.id(),
            b.id(),
            a.spaceId(),
            b.spaceId(),
            fit.inputs(),
            fit.cosine(),
            fit.oldInOld(),
            fit.newInOld(),
            fit.newInNew(),
            rebuild),
        () -> printText(a, b, fit, rebuild));
  }

  private void printText(Checkpoint a, Checkpoint b, Compatibility fit, boolean rebuild) {
    context.print(
        """
        %s of space %s and %s of space %s, on %d drawn digits
        cosine similarity of the two vectors of an image  mean %.4f
        neighbours of the same digit, of five
          %s among %1$s  %.4f
          %3$s among %1$s  %.4f
          %3$s among %3$s  %.4f
        %s\
        """,
        a.id(),
        a.spaceId(),
        b.id(),
        b.spaceId(),
        fit.inputs(),
        fit.cosine(),
        a.id(),
        fit.oldInOld(),
        fit.newInOld(),
        fit.newInNew(),
        rebuild
            ? "An index of the first checkpoint's embeddings must be rebuilt with the second: they"
                + " are not comparable."
            : "An index of the first checkpoint's embeddings can stay: the second's are"
                + " comparable.");
  }
}
