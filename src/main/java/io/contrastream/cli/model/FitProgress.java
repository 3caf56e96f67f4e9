package io.contrastream.cli.model;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.cli.output.ProgressDisplay;
import io.contrastream.training.EpochResult;
import io.contrastream.training.EvaluationReport;
import io.contrastream.training.FitListener;
import java.util.Locale;

/**
 * Prints a table with a row per epoch, and progress within the epoch. Used by the training thread
 * only.
 */
final class FitProgress implements FitListener {
  private final CommandContext context;
  private final JsonCommand command;
  private final StopSignal stop;
  private ProgressDisplay display;
  private double lossSum;

  /**
   * @param stop when requested, interrupts the training thread, which ends the fit
   */
  FitProgress(CommandContext context, JsonCommand command, StopSignal stop) {
    this.context = context;
    this.command = command;
    this.stop = stop;
    if (!command.isJson()) {
      context.print("epoch  train loss  pair loss  accuracy    5-NN  seconds  checkpoint");
    }
  }

  @Override
  public void onStep(Progress progress) {
    if (stop.isRequested()) {
      Thread.currentThread().interrupt();
    }
    lossSum = progress.loss() + (progress.step() == 1 ? 0 : lossSum);
    String figures =
        String.format(
            Locale.ROOT,
            "loss %.4f, %.0f pairs/s",
            lossSum / progress.step(),
            progress.pairsPerSecond());
    if (display == null) {
      String epoch = "Epoch %d/%d, step".formatted(progress.epoch(), progress.epochs());
      display = new ProgressDisplay(context, epoch, progress.steps());
    }
    display.show(progress.step(), figures);
    if (progress.step() == progress.steps() || stop.isRequested()) {
      display.close();
      display = null;
    }
  }

  /** What {@code --json} prints of an epoch. */
  private record Epoch(
      int epoch,
      double trainLoss,
      double seconds,
      String checkpoint,
      @JsonUnwrapped EvaluationReport validation) {}

  @Override
  public void onEpoch(EpochResult result) {
    Epoch epoch =
        new Epoch(
            result.epoch(),
            result.trainLoss(),
            result.duration().toMillis() / 1000.0,
            result.checkpoint().toString(),
            result.validation());
    command.printResult(epoch, () -> print(epoch));
  }

  private void print(Epoch result) {
    EvaluationReport validation = result.validation();
    context.print(
        "%5d  %10.4f  %9.4f  %8.4f  %6.4f  %7.1f  %s",
        result.epoch(),
        result.trainLoss(),
        validation.pairLoss(),
        validation.pairAccuracy(),
        validation.knn5(),
        result.seconds(),
        result.checkpoint());
  }
}
