package io.contrastream.cli.model;

import io.contrastream.cli.frame.ExitCode;
import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.options.SourceOptions;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.image.DigitSource;
import io.contrastream.schema.Modality;
import io.contrastream.training.Fit;
import io.contrastream.training.FitSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "fit",
    description = {
      "Train a network on a source of digits and save a checkpoint after each epoch.",
      "Options override the recipe. Ctrl-C keeps the completed epochs."
    },
    footer = {
      "  contrastream fit --source idx:train-images-idx3-ubyte.gz --epochs 14 \\",
      "    --out runs/lesson",
      "  contrastream fit --source drawn:20000 --recipe strong --epochs 5",
      "  contrastream fit --modality sound --source wav:recordings \\",
      "    --images idx:train-images-idx3-ubyte.gz"
    })
public final class FitCommand extends JsonCommand {
  @Mixin private SourceOptions source;
  @Mixin private FitOptions options;
  @Mixin private AcrossOptions across;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Output folder for model_epoch_N.safetensors, loss.csv and loss.png, or for"
              + " caption.safetensors or sound.safetensors (default: runs/fit-TIME).")
  private Path out;

  @Override
  public Integer call() throws IOException {
    if (across.modality != Modality.IMAGE) {
      return new AcrossFitTask(context, this, across, options, source).run(folder());
    }
    if (across.against != null || across.images != null) {
      throw context.usageError("--against and --images need --modality caption or sound");
    }
    FitSettings settings = settings();
    DigitSource digits = source.openFinite(context);
    try (StopSignal stop = StopSignal.install()) {
      new Fit(settings, digits, source.spec(), folder(), new FitProgress(context, this, stop))
          .run();
      return Thread.interrupted() ? ExitCode.STOPPED : 0;
    }
  }

  private FitSettings settings() {
    try {
      return options.settings(source.seed());
    } catch (IllegalArgumentException e) {
      throw context.usageError(e.getMessage());
    }
  }

  private Path folder() {
    String time =
        LocalDateTime.now(ZoneId.systemDefault())
            .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    return out == null ? Path.of("runs", "fit-" + time) : out;
  }
}
