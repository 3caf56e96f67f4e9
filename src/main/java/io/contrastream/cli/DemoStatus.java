package io.contrastream.cli;

import io.contrastream.runtime.Demo;
import io.contrastream.runtime.Tally;
import io.contrastream.schema.LossWindow;
import java.util.Locale;

/** Shows how far the demo is; shows nothing where it is headless. */
final class DemoStatus implements AutoCloseable {
  private final Status status;

  /**
   * @param images expected; negative where there is no end
   */
  DemoStatus(CommandContext context, long images, boolean headless) {
    status = headless ? null : new Status(context, "Images", images);
  }

  void show(Demo demo) {
    if (status == null) {
      return;
    }
    Tally tally = demo.tally();
    LossWindow window = tally.lastWindow();
    String loss =
        window == null || window.getMeanLoss() == null
            ? "–"
            : String.format(Locale.ROOT, "%.4f", window.getMeanLoss());
    status.show(
        tally.images(),
        String.format(
            Locale.ROOT,
            "embedded %d, scored %d, loss %s, dead letters %d",
            tally.embeddings(),
            tally.scores(),
            loss,
            tally.deadLetters()));
  }

  @Override
  public void close() {
    if (status != null) {
      status.close();
    }
  }
}
