package io.contrastream.cli.demo;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.output.ProgressDisplay;
import io.contrastream.cli.output.Sparkline;
import io.contrastream.demo.Demo;
import io.contrastream.feed.RunCounter;
import io.contrastream.processor.swap.CheckpointStatus;
import io.contrastream.trainer.TrainerProgress;
import java.util.Locale;

/** Shows the demo's progress and announces changes; shows nothing if headless. */
final class DemoProgress implements AutoCloseable {
  private static final long POINT_INTERVAL_NS = 1_000_000_000;

  private final ProgressDisplay display;
  private final Sparkline curve = new Sparkline();
  private long lastPointNs = System.nanoTime();
  private long swaps;
  private int refused;
  private boolean drifted;
  private boolean recovered;

  /**
   * @param images number of images; negative if endless
   */
  DemoProgress(CommandContext context, long images, boolean headless) {
    display = headless ? null : new ProgressDisplay(context, "Images", images);
  }

  void show(Demo demo) {
    if (display == null) {
      return;
    }
    announceChanges(demo);
    Double loss = demo.curve().last();
    if (loss != null && System.nanoTime() - lastPointNs >= POINT_INTERVAL_NS) {
      lastPointNs = System.nanoTime();
      curve.add(loss);
    }
    RunCounter.Counts now = demo.counts();
    display.show(
        now.images(),
        String.format(
            Locale.ROOT,
            "%sloss %s %s, embedded %d, scored %d",
            now.deadLetters() == 0 ? "" : "dead letters " + now.deadLetters() + ", ",
            number(loss),
            curve,
            now.embeddings(),
            now.scores()));
  }

  private void announceChanges(Demo demo) {
    CheckpointStatus checkpoints = demo.checkpoints();
    if (checkpoints.swaps() > swaps) {
      swaps = checkpoints.swaps();
      display.say(
          "Swap %d, at loss %s, to checkpoint %s: %s",
          swaps,
          number(demo.curve().last()),
          checkpoints.activeId(),
          checkpoints.announced().reason());
    }
    int refusedNow = demo.training().map(TrainerProgress::refused).orElse(0);
    if (refusedNow > refused) {
      refused = refusedNow;
      display.say("Gate: %s", demo.training().orElseThrow().verdict());
    }
    if (demo.curve().hasDrifted() && !drifted) {
      drifted = true;
      display.say("Drift: the digits are altered from now on");
    }
    Double seconds = demo.curve().secondsToRecover();
    if (seconds != null && !recovered) {
      recovered = true;
      display.say("Recovered after %.1f s: the loss is as low as before", seconds);
    }
  }

  private static String number(Double loss) {
    return loss == null ? "–" : String.format(Locale.ROOT, "%.4f", loss);
  }

  @Override
  public void close() {
    if (display != null) {
      display.close();
    }
  }
}
