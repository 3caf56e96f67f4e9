package io.contrastream.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects what is wrong with the values of one section, for compact constructors. */
final class Checks {
  private final String section;
  private final Map<String, String> allowedByKey = new LinkedHashMap<>();

  private Checks(String section) {
    this.section = section;
  }

  static Checks of(String section) {
    return new Checks(section);
  }

  /**
   * @param allowed completes the sentence "the value must be …"
   */
  Checks require(boolean holds, String key, String allowed) {
    if (!holds) {
      allowedByKey.putIfAbsent(section + "." + key, allowed);
    }
    return this;
  }

  Checks between(long least, long value, long most, String key) {
    return require(
        value >= least && value <= most,
        key,
        "a whole number from %d to %d".formatted(least, most));
  }

  Checks between(double least, double value, double most, String key) {
    return require(
        value >= least && value <= most, key, "a number from %s to %s".formatted(least, most));
  }

  Checks between(Duration least, Duration value, Duration most, String key) {
    return require(
        value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
        key,
        "a time from %s to %s".formatted(Durations.format(least), Durations.format(most)));
  }

  Checks matches(String value, String pattern, String key, String allowed) {
    return require(value.matches(pattern), key, allowed);
  }

  /**
   * @throws IllegalSettingsException where anything was wrong
   */
  void done() {
    if (!allowedByKey.isEmpty()) {
      throw new IllegalSettingsException(allowedByKey);
    }
  }
}
