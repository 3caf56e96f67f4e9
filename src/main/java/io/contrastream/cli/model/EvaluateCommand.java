package io.contrastream.cli.model;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.options.ModelOptions;
import io.contrastream.cli.options.SourceOptions;
import io.contrastream.cli.output.CountingEmbedder;
import io.contrastream.cli.output.JsonOption;
import io.contrastream.cli.output.ProgressDisplay;
import io.contrastream.encoding.Encoder;
import io.contrastream.image.DigitSource;
import io.contrastream.training.Evaluation;
import io.contrastream.training.EvaluationReport;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a checkpoint. */
@Command(
    name = "evaluate",
    description = {
      "Measures a checkpoint on labelled digits.",
      "Pairs are balanced, half of them positive. Loss is the mean squared error of the cosine"
          + " against 1 (same digit) or 0 (another). Neighbours are the nearest by cosine."
    },
    footer = {
      "  contrastream evaluate --source idx:t10k-images-idx3-ubyte.gz"
          + " --gallery idx:train-images-idx3-ubyte.gz",
      "  contrastream evaluate --checkpoint runs/lesson/model_epoch_14.safetensors"
          + " --source drawn:5000 --json"
    })
public final class EvaluateCommand implements Callable<Integer> {
  @Mixin private CommandContext context;
  @Mixin private SourceOptions source;
  @Mixin private ModelOptions options;
  @Mixin private JsonOption json;

  @Option(
      names = "--gallery",
      paramLabel = "SPEC",
      description = "Digits to look for neighbours in (default: the source's others).")
  private String gallery;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "" + Evaluation.DEFAULT_PAIRS,
      description = "How many pairs, half of them positive (default: ${DEFAULT-VALUE}).")
  private int pairs;

  /** What {@code --json} prints. */
  private record Figures(String checkpoint, @JsonUnwrapped EvaluationReport report) {}

  @Override
  public Integer call() {
    if (pairs < 2 || pairs % 2 != 0) {
      throw context.wrongUse("--pairs is %d, allowed is an even number from 2".formatted(pairs));
    }
    DigitSource digits = source.openFinite(source.spec());
    Optional<DigitSource> candidates = Optional.ofNullable(gallery).map(source::openFinite);
    int images = digits.size() + candidates.map(DigitSource::size).orElse(0);
    Evaluation evaluation = new Evaluation(digits, candidates, pairs, source.seed());
    try (Encoder<byte[]> model = options.load(context.settings().model())) {
      EvaluationReport report = evaluate(evaluation, model, images);
      json.print(
          context,
          new Figures(model.checkpointId(), report),
          () -> print(model.checkpointId(), report));
    }
    return 0;
  }

  private EvaluationReport evaluate(Evaluation evaluation, Encoder<byte[]> model, int images) {
    try (ProgressDisplay status = new ProgressDisplay(context, "Images", images)) {
      return evaluation.of(new CountingEmbedder(model, done -> status.show(done, "embedded")));
    }
  }

  private void print(String checkpoint, EvaluationReport report) {
    PrintWriter out = context.out();
    out.printf(
        "Checkpoint %s on %d images, %d pairs, neighbours among %d%n%n",
        checkpoint, report.images(), report.pairs(), report.gallery());
    out.println("digit  images    loss  accuracy  cosine +  cosine -    1-NN    5-NN");
    for (EvaluationReport.DigitClass each : report.perClass()) {
      row(
          String.valueOf(each.label()),
          each.images(),
          each.pairLoss(),
          each.pairAccuracy(),
          each.meanPositiveCosine(),
          each.meanNegativeCosine(),
          each.knn1(),
          each.knn5());
    }
    row(
        "all",
        report.images(),
        report.pairLoss(),
        report.pairAccuracy(),
        report.meanPositiveCosine(),
        report.meanNegativeCosine(),
        report.knn1(),
        report.knn5());
  }

  private void row(Object... cells) {
    context
        .out()
        .printf(Locale.ROOT, "%5s  %6d  %6.4f  %8.4f  %8.4f  %8.4f  %6.4f  %6.4f%n", cells);
  }
}
