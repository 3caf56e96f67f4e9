package io.contrastream.cli.output;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.lifecycle.Closeables;
import java.time.Duration;
import org.jline.terminal.Terminal;

/**
 * Shows progress on standard error: a line that is redrawn on a terminal, otherwise a new line
 * every few seconds. Not thread-safe.
 */
public final class ProgressDisplay implements AutoCloseable {
  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final Duration REDRAW_INTERVAL = Duration.ofMillis(250);
  private static final Duration LINE_INTERVAL = Duration.ofSeconds(5);

  private final CommandContext context;
  private final String task;
  private final long total;
  private final Terminal terminal;
  private final long startNs = System.nanoTime();
  private long shownNs = startNs;
  private String said = "";

  /**
   * @param total number of steps; negative if the work is endless
   */
  public ProgressDisplay(CommandContext context, String task, long total) {
    this.context = context;
    this.task = task;
    this.total = total;
    this.terminal = System.console() == null ? null : SystemTerminal.open();
  }

  /** Shows the state, unless another was shown just before. */
  public void show(long step, String figures) {
    long nowNs = System.nanoTime();
    Duration interval = terminal == null ? LINE_INTERVAL : REDRAW_INTERVAL;
    if (nowNs - shownNs < interval.toNanos()) {
      return;
    }
    shownNs = nowNs;
    if (terminal == null) {
      sayIfNew("%s %d, %s".formatted(task, step, figures));
    } else {
      Duration elapsed = Duration.ofNanos(nowNs - startNs);
      SystemTerminal.size(terminal)
          .map(size -> size.getColumns() - 1) // the cursor stays on the line
          .map(width -> ProgressLine.of(task, step, total, elapsed, figures, width))
          .ifPresent(line -> draw(CLEAR_LINE + line));
    }
  }

  /** A log should not fill up while nothing happens. */
  private void sayIfNew(String line) {
    if (!line.equals(said)) {
      said = line;
      context.say("%s", line);
    }
  }

  /** Prints a message that stays, above the progress line. */
  public void say(String message, Object... arguments) {
    clear();
    context.say(message, arguments);
  }

  /** Removes the progress line until the next {@link #show}, to print on standard output. */
  public void clear() {
    if (terminal != null) {
      draw(CLEAR_LINE);
    }
  }

  private void draw(String text) {
    context.err().print(text);
    context.err().flush();
  }

  @Override
  public void close() {
    clear();
    if (terminal != null) {
      Closeables.closeAll(terminal);
    }
  }
}
