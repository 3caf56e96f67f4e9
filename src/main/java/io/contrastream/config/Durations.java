package io.contrastream.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and writes durations such as {@code 20ms}, {@code 1s}, {@code 5m}, {@code 2h}, {@code 7d}.
 */
public final class Durations {
  private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");

  /** Largest first. */
  private static final Map<String, ChronoUnit> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("d", ChronoUnit.DAYS);
    UNITS.put("h", ChronoUnit.HOURS);
    UNITS.put("m", ChronoUnit.MINUTES);
    UNITS.put("s", ChronoUnit.SECONDS);
    UNITS.put("ms", ChronoUnit.MILLIS);
  }

  private Durations() {}

  /**
   * @throws IllegalArgumentException if the text is not a number with a unit
   */
  public static Duration parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(text);
    }
    return Duration.of(Long.parseLong(form.group(1)), UNITS.get(form.group(2)));
  }

  /** Returns the shortest text that {@link #parse} reads back; drops fractions of a millisecond. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    for (var unit : UNITS.entrySet()) {
      long unitMillis = unit.getValue().getDuration().toMillis();
      if (millis >= unitMillis && millis % unitMillis == 0) {
        return millis / unitMillis + unit.getKey();
      }
    }
    return millis + "ms";
  }
}
