package io.contrastream.cli.output;

import java.time.Duration;
import java.util.Locale;

/**
 * How far some work is, in a line that fits the terminal. A bar comes last, where there is an end
 * to the work and room for it; of figures that are too long the last ones are cut off.
 */
final class ProgressLine {
  private static final int LEAST_BAR = 10;
  private static final int MOST_BAR = 40;

  private ProgressLine() {}

  /**
   * @param total steps; negative where there is no end
   * @param figures what else there is to tell, the most important first
   * @param width columns that it may take
   */
  static String of(
      String task, long step, long total, Duration elapsed, String figures, int width) {
    String line = head(task, step, total, elapsed) + (figures.isEmpty() ? "" : ", " + figures);
    int room = Math.min(MOST_BAR, width - line.length() - 3);
    if (total > 0 && room >= LEAST_BAR) {
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
        left(step, total, elapsed));
  }

  private static String left(long step, long total, Duration elapsed) {
    if (step <= 0 || step >= total) {
      return "";
    }
    double share = (total - step) / (double) step;
    return ", %s left".formatted(clock(Duration.ofMillis((long) (elapsed.toMillis() * share))));
  }

  private static String clock(Duration time) {
    long hours = time.toHours();
    String minutes = "%d:%02d".formatted(time.toMinutesPart(), time.toSecondsPart());
    return hours == 0
        ? minutes
        : "%d:%02d:%02d".formatted(hours, time.toMinutesPart(), time.toSecondsPart());
  }

  private static String bar(double share, int columns) {
    int done = (int) Math.round(share * columns);
    return "[" + "=".repeat(done) + " ".repeat(columns - done) + "]";
  }
}
