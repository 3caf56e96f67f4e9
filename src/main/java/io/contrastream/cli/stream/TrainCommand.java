package io.contrastream.cli.stream;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.output.JsonOption;
import io.contrastream.cli.output.ProgressDisplay;
import io.contrastream.config.Settings;
import io.contrastream.dashboard.Dashboard;
import io.contrastream.topic.registry.SchemaRegistry;
import io.contrastream.trainer.TrainerProcess;
import io.contrastream.trainer.TrainerProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a trainer. */
@Command(
    name = "train",
    description = {
      "Trains on labelled pairs as they come, and publishes checkpoints that pass the gate, until"
          + " it is stopped.",
      "Stopped or killed, it goes on from its last commit to the same weights."
    },
    footer = {
      "  contrastream train",
      "  contrastream train --name night --from-scratch --steps 2000",
      "  contrastream train --set training.promote=manual --set training.loss=infonce"
    })
public final class TrainCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration IDLE = Duration.ofSeconds(5);

  @Mixin private CommandContext context;
  @Mixin private JsonOption json;

  @Option(
      names = "--name",
      paramLabel = "N",
      description = "Name of the trainer, under which it resumes (default: the settings').")
  private String name;

  @Option(
      names = "--from-scratch",
      description =
          "Forgets what this trainer has learnt: untrained weights, from the first pair on.")
  private boolean fromScratch;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Ends after so many steps since the training began (default: no end).")
  private Long steps;

  private String lastVerdict = "";
  private long lastSeen;
  private long lastSeenNs;

  /** What {@code --json} prints of a verdict. */
  private record Told(long step, String verdict) {}

  @Override
  public Integer call() throws InterruptedException {
    if (steps != null && steps < 1) {
      throw context.wrongUse("--steps is %d, allowed is 1 or more".formatted(steps));
    }
    Settings settings = settings();
    TrainerProcess.Options options =
        new TrainerProcess.Options(fromScratch, steps == null ? 0 : steps);
    try (StopSignal stop = StopSignal.install();
        SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        TrainerProcess trainer = TrainerProcess.start(settings, registry, options);
        Dashboard dashboard = Dashboard.of(settings, registry).with(trainer).start()) {
      context.tellDashboard(dashboard);
      context
          .err()
          .printf(
              "Training on %s as %s, now at step %d. Ctrl-C stops.%n",
              settings.topics().labelledPairs(),
              settings.training().name(),
              trainer.progress().counts().steps());
      watch(trainer, stop);
      trainer.throwFailure();
      return 0;
    }
  }

  private Settings settings() {
    List<String> forced = new ArrayList<>();
    if (name != null) {
      forced.add("training.name=" + name);
    }
    return context.settings(forced);
  }

  private void watch(TrainerProcess trainer, StopSignal stop) throws InterruptedException {
    try (ProgressDisplay status =
        new ProgressDisplay(context, "Step", steps == null ? -1 : steps)) {
      while (trainer.isRunning() && !stop.await(LOOK)) {
        show(trainer.progress(), status);
      }
      tellVerdict(trainer.progress(), status);
    }
  }

  private void show(TrainerProgress progress, ProgressDisplay status) {
    tellVerdict(progress, status);
    status.show(progress.counts().steps(), figures(progress));
  }

  private void tellVerdict(TrainerProgress progress, ProgressDisplay status) {
    if (!progress.verdict().equals(lastVerdict)) {
      status.clear();
      lastVerdict = progress.verdict();
      long step = progress.counts().steps();
      json.print(
          context,
          new Told(step, lastVerdict),
          () -> context.out().printf("step %d, %s%n", step, lastVerdict));
    }
  }

  private String figures(TrainerProgress progress) {
    long seen = progress.counts().pairs();
    if (seen != lastSeen) {
      lastSeen = seen;
      lastSeenNs = System.nanoTime();
    }
    if (progress.loss() == null) {
      return "waiting for pairs";
    }
    boolean idle = System.nanoTime() - lastSeenNs > IDLE.toNanos();
    return String.format(
        Locale.ROOT,
        "loss %.4f, candidates %d passed, %d refused, %d pairs seen, %s, steps skipped %d",
        progress.loss(),
        progress.passed(),
        progress.refused(),
        seen,
        idle ? "waiting for more" : String.format(Locale.ROOT, "%.0f/s", progress.pairsPerSecond()),
        progress.counts().skipped());
  }
}
