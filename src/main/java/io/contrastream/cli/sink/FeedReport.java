package io.contrastream.cli.sink;

import io.contrastream.cli.output.ProgressDisplay;
import io.contrastream.sink.SinkCounts;
import io.contrastream.sink.SinkListener;
import java.util.Locale;

/** Shows the progress, with the rate since the last time. */
final class FeedReport implements SinkListener {
  private static final long RATE_NS = 1_000_000_000;

  private final ProgressDisplay display;
  private long rows;
  private long sinceNs = System.nanoTime();
  private double rate;

  FeedReport(ProgressDisplay display) {
    this.display = display;
  }

  @Override
  public void progress(SinkCounts counts) {
    long elapsedNs = System.nanoTime() - sinceNs;
    if (elapsedNs >= RATE_NS) {
      rate = (counts.rows() - rows) * 1e9 / elapsedNs;
      rows = counts.rows();
      sinceNs += elapsedNs;
    }
    display.show(
        counts.rows(),
        String.format(
            Locale.ROOT, "%.0f/s, lag %d, skipped %d", rate, counts.lag(), counts.skipped()));
  }

  @Override
  public void note(String what) {
    display.say("%s", what);
  }
}
