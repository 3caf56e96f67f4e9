package io.contrastream.cli.demo;

import io.contrastream.demo.Demo;
import io.contrastream.feed.RunCounter;
import java.util.Locale;

/** Sums up a demo in a sentence. */
final class DemoSummary {
  private DemoSummary() {}

  /**
   * @param completed whether all images were processed before the demo was stopped
   */
  static String of(Demo.Result result, boolean completed) {
    RunCounter.Counts counts = result.counts();
    return String.format(
        Locale.ROOT,
        "%s after %,d images: %,d embedded, %,d pairs scored, %,d dead letters, %,d swaps%s.",
        completed ? "Done" : "Stopped",
        counts.images(),
        counts.embeddings(),
        counts.scores(),
        counts.deadLetters(),
        result.swaps(),
        loss(result));
  }

  private static String loss(Demo.Result result) {
    return result.meanLossFirst() == null || result.meanLossLast() == null
        ? ""
        : String.format(
            Locale.ROOT,
            ", loss %.4f at first and %.4f at last",
            result.meanLossFirst(),
            result.meanLossLast());
  }
}
