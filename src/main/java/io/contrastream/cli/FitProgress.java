package io.contrastream.cli;

import io.contrastream.training.EpochResult;
import io.contrastream.training.EvaluationReport;
import io.contrastream.training.FitListener;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows a fit to a person: a bar on a terminal, else a line every ten seconds; and a table with one
 * row for each epoch. Threads: the one that fits.
 */
final class FitProgress implements FitListener {
  private static final long LINE_NANOS = 10_000_000_000L;

  private final CommandContext context;
  private final StopSignal stop;
  private final boolean terminal = System.console() != null;
  private ProgressBar bar;
  private double sumOfLosses;
  private long lastLine = System.nanoTime();

  /**
   * @param stop when it asks, the fit's thread is interrupted, as the fit wants it
   */
  FitProgress(CommandContext context, StopSignal stop) {
    this.context = context;
    this.stop = stop;
    context.out().printf("epoch  train loss  pair loss  accuracy    5-NN  seconds  checkpoint%n");
  }

  @Override
  public void onStep(Progress progress) {
    if (stop.asked()) {
      Thread.currentThread().interrupt();
    }
    sumOfLosses = progress.loss() + (progress.step() == 1 ? 0 : sumOfLosses);
    String figures =
        String.format(
            Locale.ROOT,
            "loss %.4f, %.0f pairs/s",
            sumOfLosses / progress.step(),
            progress.pairsPerSecond());
    if (terminal) {
      showBar(progress, figures);
    } else if (System.nanoTime() - lastLine > LINE_NANOS) {
      lastLine = System.nanoTime();
      PrintWriter err = context.err();
      err.printf(
          "%s, step %d of %d: %s%n", name(progress), progress.step(), progress.steps(), figures);
    }
  }

  private void showBar(Progress progress, String figures) {
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(name(progress))
              .setInitialMax(progress.steps())
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new ConsoleProgressBarConsumer(System.err))
              .clearDisplayOnFinish()
              .build();
    }
    bar.setExtraMessage(figures);
    bar.stepTo(progress.step());
    if (progress.step() == progress.steps() || stop.asked()) {
      bar.close();
      bar = null;
    }
  }

  @Override
  public void onEpoch(EpochResult result) {
    EvaluationReport validation = result.validation();
    context
        .out()
        .printf(
            Locale.ROOT,
            "%5d  %10.4f  %9.4f  %8.4f  %6.4f  %7.1f  %s%n",
            result.epoch(),
            result.trainLoss(),
            validation.pairLoss(),
            validation.pairAccuracy(),
            validation.knn5(),
            result.duration().toMillis() / 1000.0,
            result.checkpoint());
  }

  private static String name(Progress progress) {
    return "Epoch %d/%d".formatted(progress.epoch(), progress.epochs());
  }
}
