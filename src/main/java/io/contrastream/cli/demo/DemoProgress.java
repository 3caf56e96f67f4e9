package io.contrastream.cli.demo;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.output.ProgressDisplay;
import io.contrastream.cli.output.Sparkline;
import io.contrastream.demo.Demo;
import io.contrastream.feed.RunCounter;
import io.contrastream.processor.swap.CheckpointStatus;
import io.contrastream.trainer.TrainerProgress;
import java.util.Locale;

/** Shows how far the demo is, and what changes on the way; shows nothing where it is headless. */
final class DemoProgress implements AutoCloseable {
  private static final long POINT_NS = 1_000_000_000;

  private final ProgressDisplay status;
  private final Sparkline curve = new Sparkline();
  private long lastPointNs = System.nanoTime();
  private long swaps;
  private int refused;
  private boolean drifted;
  private boolean recovered;

  /**
   * @param images expected; negative where there is no end
   */
  DemoProgress(CommandContext context, long images, boolean headless) {
    status = headless ? null : new ProgressDisplay(context, "Images", images);
  }

  void show(Demo demo) {
    if (status == null) {
      return;
    }
    tellChanges(demo);
    Double loss = demo.curve().last();
    if (loss != null && System.nanoTime() - lastPointNs >= POINT_NS) {
      lastPointNs = System.nanoTime();
      curve.add(loss);
    }
    RunCounter tally = demo.tally();
    status.show(
        tally.images(),
        String.format(
            Locale.ROOT,
            "%sloss %s %s, embedded %d, scored %d",
            tally.deadLetters() == 0 ? "" : "dead letters " + tally.deadLetters() + ", ",
            number(loss),
            curve,
            tally.embeddings(),
            tally.scores()));
  }

  private void tellChanges(Demo demo) {
    CheckpointStatus checkpoints = demo.checkpoints();
    if (checkpoints.swaps() > swaps) {
      swaps = checkpoints.swaps();
      status.say(
          "Swap %d, at a loss of %s, to checkpoint %s: %s",
          swaps,
          number(demo.curve().last()),
          checkpoints.activeId(),
          checkpoints.announced().reason());
    }
    int refusedNow = demo.training().map(TrainerProgress::refused).orElse(0);
    if (refusedNow > refused) {
      refused = refusedNow;
      status.say("At the gate: %s", demo.training().orElseThrow().verdict());
    }
    if (demo.curve().hasDrifted() && !drifted) {
      drifted = true;
      status.say("Drift: the digits look different from now on");
    }
    Double seconds = demo.curve().secondsToRecover();
    if (seconds != null && !recovered) {
      recovered = true;
      status.say("Recovered: pairs are told apart as well as before, after %.1f s", seconds);
    }
  }

  private static String number(Double loss) {
    return loss == null ? "–" : String.format(Locale.ROOT, "%.4f", loss);
  }

  @Override
  public void close() {
    if (status != null) {
      status.close();
    }
  }
}
