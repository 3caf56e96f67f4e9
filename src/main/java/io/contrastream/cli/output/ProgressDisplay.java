package io.contrastream.cli.output;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.PlainText;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;

/**
 * How far some work is, on standard error: a bar where that is a terminal, else a line now and
 * then. One thread calls.
 */
public final class ProgressDisplay implements AutoCloseable {
  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  private final CommandContext context;
  private final String task;
  private final ProgressBar bar;
  private long lastLineNs = System.nanoTime();

  /**
   * @param total steps; negative where there is no end
   */
  public ProgressDisplay(CommandContext context, String task, long total) {
    this.context = context;
    this.task = task;
    this.bar = System.console() == null ? null : bar(task, total);
  }

  private static ProgressBar bar(String task, long total) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(total)
        .setRenderer((state, width) -> line(state, total, width))
        .setConsumer(new ConsoleProgressBarConsumer(System.err))
        .setUpdateIntervalMillis(250)
        .clearDisplayOnFinish()
        .build();
  }

  private static String line(ProgressState state, long total, int width) {
    return ProgressLine.of(
        state.getTaskName(),
        state.getCurrent(),
        total,
        state.getElapsedAfterStart(),
        state.getExtraMessage(),
        width);
  }

  public void show(long step, String figures) {
    if (bar != null) {
      bar.setExtraMessage(figures);
      bar.stepTo(step);
    } else if (System.nanoTime() - lastLineNs >= BETWEEN_LINES.toNanos()) {
      lastLineNs = System.nanoTime();
      context.err().printf("%s %d, %s%n", task, step, figures);
    }
  }

  /** A line that stays, above what {@link #show} shows. */
  public void say(String message, Object... facts) {
    clear();
    context.err().println(PlainText.line(String.format(Locale.ROOT, message, facts)));
  }

  /**
   * Takes away what {@link #show} shows, for a line on standard output; it comes back by itself.
   */
  public void clear() {
    if (bar != null) {
      context.err().print(CLEAR_LINE);
      context.err().flush();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
