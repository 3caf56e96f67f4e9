package io.contrastream.cli.stream;

import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.cli.output.ProgressDisplay;
import io.contrastream.config.Settings;
import io.contrastream.dashboard.Dashboard;
import io.contrastream.topic.registry.SchemaRegistry;
import io.contrastream.trainer.TrainerProcess;
import io.contrastream.trainer.TrainerProgress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "train",
    description = {
      "Train on labelled pairs as they arrive, and publish checkpoints that pass the gate, until"
          + " stopped.",
      "After a stop or crash, resumes from the last commit and reaches the same weights."
    },
    footer = {
      "  contrastream train",
      "  contrastream train --name night --from-scratch --steps 2000",
      "  contrastream train --set training.promote=manual --set training.loss=infonce"
    })
public final class TrainCommand extends JsonCommand {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(500);
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(5);

  @Option(
      names = "--name",
      paramLabel = "N",
      description = "Name that the trainer resumes under (default: setting training.name).")
  private String name;

  @Option(
      names = "--from-scratch",
      description =
          "Discard this trainer's state and start with untrained weights at the first pair.")
  private boolean fromScratch;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Stop when the training has reached N steps (default: unlimited).")
  private Long steps;

  private String printedVerdict = "";
  private long lastPairs;
  private long lastPairsNs;

  /** What {@code --json} prints per verdict. */
  private record Verdict(long step, String verdict) {}

  @Override
  public Integer call() throws InterruptedException {
    context.requireAtLeast("--steps", steps, 1L);
    Settings settings =
        context.settings(List.of(), name == null ? List.of() : List.of("training.name=" + name));
    TrainerProcess.Options options =
        new TrainerProcess.Options(fromScratch, steps == null ? 0 : steps);
    try (StopSignal stop = StopSignal.install();
        SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        TrainerProcess trainer = TrainerProcess.start(settings, registry, options);
        Dashboard dashboard =
            Dashboard.start(settings, registry, Optional.empty(), Optional.of(trainer))) {
      context.printDashboard(dashboard, url -> url);
      context.say(
          "Training on %s as %s, at step %d. Press Ctrl-C to stop.",
          settings.topics().labelledPairs(),
          settings.training().name(),
          trainer.progress().counts().steps());
      watch(trainer, stop);
      trainer.throwFailure();
      if (stop.isRequested()) {
        context.say("Stopped at step %,d.", trainer.progress().counts().steps());
      }
      return 0;
    }
  }

  private void watch(TrainerProcess trainer, StopSignal stop) throws InterruptedException {
    try (ProgressDisplay display =
        new ProgressDisplay(context, "Step", steps == null ? -1 : steps)) {
      while (trainer.isRunning() && !stop.await(POLL_INTERVAL)) {
        TrainerProgress progress = trainer.progress();
        printNewVerdict(progress, display);
        display.show(progress.counts().steps(), figures(progress));
      }
      printNewVerdict(trainer.progress(), display);
    }
  }

  private void printNewVerdict(TrainerProgress progress, ProgressDisplay display) {
    boolean known = progress.verdict().isEmpty() || progress.verdict().equals(printedVerdict);
    if (!known) {
      display.clear();
      printedVerdict = progress.verdict();
      long step = progress.counts().steps();
      printResult(
          new Verdict(step, printedVerdict),
          () -> context.print("step %d, %s", step, printedVerdict));
    }
  }

  private String figures(TrainerProgress progress) {
    long pairs = progress.counts().pairs();
    if (pairs != lastPairs) {
      lastPairs = pairs;
      lastPairsNs = System.nanoTime();
    }
    if (progress.loss() == null) {
      return "waiting for pairs";
    }
    boolean idle = System.nanoTime() - lastPairsNs > IDLE_TIMEOUT.toNanos();
    return String.format(
        Locale.ROOT,
        "loss %.4f, candidates %d passed, %d refused, %d pairs, %s, steps skipped %d",
        progress.loss(),
        progress.passed(),
        progress.refused(),
        pairs,
        idle ? "waiting for more" : String.format(Locale.ROOT, "%.0f/s", progress.pairsPerSecond()),
        progress.counts().skipped());
  }
}
