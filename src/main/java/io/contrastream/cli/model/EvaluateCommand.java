package io.contrastream.cli.model;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.contrastream.cli.options.ModelOptions;
import io.contrastream.cli.options.SourceOptions;
import io.contrastream.cli.output.CountingEncoder;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.cli.output.ProgressDisplay;
import io.contrastream.cli.output.Table;
import io.contrastream.encoding.Encoder;
import io.contrastream.image.DigitSource;
import io.contrastream.training.Evaluation;
import io.contrastream.training.EvaluationReport;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "evaluate",
    description = {
      "Evaluate a checkpoint on labelled digits.",
      "Half of the pairs are positive. The loss is the mean squared error of the cosine similarity"
          + " against 1 (same digit) or 0 (different digits). Neighbours are the nearest by cosine"
          + " similarity."
    },
    footer = {
      "  contrastream evaluate --across --source idx:t10k-images-idx3-ubyte.gz \\",
      "    --sounds wav:recordings --captions unseen:2000",
      "  contrastream evaluate --source idx:t10k-images-idx3-ubyte.gz \\",
      "    --gallery idx:train-images-idx3-ubyte.gz",
      "  contrastream evaluate --checkpoint runs/lesson/model_epoch_14.safetensors \\",
      "    --source drawn:5000 --json"
    })
public final class EvaluateCommand extends JsonCommand {
  @Mixin private SourceOptions source;
  @Mixin private ModelOptions options;

  @Option(
      names = "--gallery",
      paramLabel = "SPEC",
      description =
          "Source to search for neighbours (default: --source). No image is its own neighbour.")
  private String gallery;

  @Option(
      names = "--across",
      description =
          "Measure how the images of --source are found by --sounds and --captions, and find them.")
  private boolean across;

  @Option(
      names = "--sounds",
      paramLabel = "SPEC",
      description = "With --across, labelled sounds: wav:DIR or spoken:COUNT (default: none).")
  private String sounds;

  @Option(
      names = "--captions",
      paramLabel = "SPEC",
      description =
          "With --across, labelled captions: worded:COUNT, unseen:COUNT (wordings that are never"
              + " trained on) or txt:FILE (default: none).")
  private String captions;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "" + Evaluation.DEFAULT_PAIRS,
      description = "Number of pairs, an even number (default: ${DEFAULT-VALUE}).")
  private int pairs;

  /** What {@code --json} prints. */
  private record Figures(String checkpoint, @JsonUnwrapped EvaluationReport report) {}

  @Override
  public Integer call() {
    if (across != (sounds != null || captions != null)) {
      throw context.usageError(
          "--across needs --sounds, --captions or both, and they need --across");
    }
    if (across && gallery != null) {
      throw context.usageError("--gallery has no effect with --across");
    }
    if (across) {
      new AcrossEvaluationTask(context, this, source.seed())
          .run(options.find(context), source.openFinite(context), sounds, captions);
      return 0;
    }
    if (pairs < 2 || pairs % 2 != 0) {
      throw context.usageError("--pairs must be even and at least 2, not %d".formatted(pairs));
    }
    DigitSource digits = source.openFinite(context);
    Optional<DigitSource> candidates =
        Optional.ofNullable(gallery).map(spec -> source.openFinite(context, spec));
    int images = digits.size() + candidates.map(DigitSource::size).orElse(0);
    Evaluation evaluation = new Evaluation(digits, candidates, pairs, source.seed());
    evaluation.hint().ifPresent(hint -> context.say("Note: %s", hint));
    try (Encoder<byte[]> model = options.load(context)) {
      EvaluationReport report = evaluate(evaluation, model, images);
      printResult(
          new Figures(model.checkpointId(), report), () -> print(model.checkpointId(), report));
    }
    return 0;
  }

  private EvaluationReport evaluate(Evaluation evaluation, Encoder<byte[]> model, int images) {
    try (ProgressDisplay progress = new ProgressDisplay(context, "Images", images)) {
      return evaluation.of(new CountingEncoder(model, done -> progress.show(done, "embedded")));
    }
  }

  private void print(String checkpoint, EvaluationReport report) {
    context.print(
        "Checkpoint %s on %d images, %d pairs, neighbours among %d%n",
        checkpoint, report.images(), report.pairs(), report.gallery());
    Table table =
        new Table("digit", "images", "loss", "accuracy", "cosine +", "cosine -", "1-NN", "5-NN");
    for (EvaluationReport.DigitClass each : report.perClass()) {
      table.row(
          each.label(),
          each.images(),
          fixed(each.pairLoss()),
          fixed(each.pairAccuracy()),
          fixed(each.meanPositiveCosine()),
          fixed(each.meanNegativeCosine()),
          fixed(each.knn1()),
          fixed(each.knn5()));
    }
    table.row(
        "all",
        report.images(),
        fixed(report.pairLoss()),
        fixed(report.pairAccuracy()),
        fixed(report.meanPositiveCosine()),
        fixed(report.meanNegativeCosine()),
        fixed(report.knn1()),
        fixed(report.knn5()));
    table.print(context.out());
  }

  private static String fixed(double figure) {
    return Table.fixed(figure, 4);
  }
}
