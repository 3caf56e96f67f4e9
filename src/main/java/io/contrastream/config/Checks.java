package io.contrastream.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects the faults of one section, for the compact constructors of its record. */
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

  /** Requires a whole number, a number or a duration from {@code min} to {@code max}. */
  <T extends Comparable<T>> Checks between(T min, T value, T max, String key) {
    return require(value.compareTo(min) >= 0 && value.compareTo(max) <= 0, key, describe(min, max));
  }

  private static String describe(Object min, Object max) {
    if (min instanceof Duration shortest && max instanceof Duration longest) {
      return "a duration from %s to %s"
          .formatted(Durations.format(shortest), Durations.format(longest));
    }
    return "a %s from %s to %s"
        .formatted(min instanceof Double ? "number" : "whole number", min, max);
  }

  Checks matches(String value, String pattern, String key, String allowed) {
    return require(value.matches(pattern), key, allowed);
  }

  Checks name(String value, String key) {
    return matches(
        value,
        "[a-zA-Z0-9._-]{1,100}",
        key,
        "1 to 100 letters, digits, dots, dashes and underscores");
  }

  /**
   * @throws IllegalSettingsException if there was a fault
   */
  void done() {
    if (!allowedByKey.isEmpty()) {
      throw new IllegalSettingsException(allowedByKey);
    }
  }
}
