package io.contrastream.cli.output;

import java.time.Duration;
import java.util.Locale;

/**
 * Formats progress as a line that fits the terminal. If the work is finite and there is room, a bar
 * comes last; figures that are too long are cut off at the end.
 */
final class ProgressLine {
  private static final int MIN_BAR = 10;
  private static final int MAX_BAR = 40;

  private ProgressLine() {}

  /**
   * @param total number of steps; negative if the work is endless
   * @param figures the most important first; may be empty
   * @param width maximum number of columns
   */
  static String of(
      String task, long step, long total, Duration elapsed, String figures, int width) {
    String line = head(task, step, total, elapsed) + (figures.isEmpty() ? "" : ", " + figures);
    int room = Math.min(MAX_BAR, width - line.length() - 3);
    if (total > 0 && room >= MIN_BAR) {
      line += " " + bar(Math.min(1, step / (double) total), room);
    }
    return line.length() <= width ? line : line.substring(0, Math.max(0, width - 1)) + "…";
  }

  private static String head(String task, long step, long total, Duration elapsed) {
    if (total < 0) {
      return "%s %d in %s".formatted(task, step, clock(elapsed));
    }
    return String.format(
        Locale.ROOT,
        "%s %d/%d, %.0f%%%s",
        task,
        step,
        total,
        total == 0 ? 100.0 : Math.floor(100.0 * step / total),
        timeLeft(step, total, elapsed));
  }

  private static String timeLeft(long step, long total, Duration elapsed) {
    if (step <= 0 || step >= total) {
      return "";
    }
    double share = (total - step) / (double) step;
    return ", %s left".formatted(clock(Duration.ofMillis((long) (elapsed.toMillis() * share))));
  }

  private static String clock(Duration time) {
    return time.toHours() == 0
        ? "%d:%02d".formatted(time.toMinutesPart(), time.toSecondsPart())
        : "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }

  private static String bar(double share, int columns) {
    int done = (int) Math.round(share * columns);
    return "[" + "=".repeat(done) + " ".repeat(columns - done) + "]";
  }
}
