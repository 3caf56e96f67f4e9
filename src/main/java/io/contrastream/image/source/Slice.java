package io.contrastream.image.source;

import io.contrastream.image.DigitSource;
import io.contrastream.image.SourceException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a source that a spec's suffix {@code [from:to]} names.
 *
 * @param from the first digit, null for the first of all; negative counts from the end
 * @param to the digit after the last, null for the end; negative counts from the end
 */
record Slice(Integer from, Integer to) {

  private static final Pattern SUFFIX = Pattern.compile("(.*)\\[([^\\[\\]:]*):([^\\[\\]:]*)]");

  /** A spec in two: the source, and the slice of it, or null where the whole is meant. */
  record Spec(String source, Slice slice) {}

  static Spec parse(String spec) {
    Matcher matcher = SUFFIX.matcher(spec);
    if (!matcher.matches()) {
      return new Spec(spec, null);
    }
    Slice slice = new Slice(bound(matcher.group(2), spec), bound(matcher.group(3), spec));
    return new Spec(matcher.group(1), slice);
  }

  private static Integer bound(String text, String spec) {
    try {
      return text.isBlank() ? null : Integer.valueOf(text.strip());
    } catch (NumberFormatException e) {
      throw new SourceException(
          "The slice of %s has the bound '%s'; a whole number or nothing was expected, as in [0:1000], [:-1000] or [-1000:]."
              .formatted(spec, text),
          e);
    }
  }

  DigitSource of(DigitSource source) {
    int size = source.size();
    boolean fromTheEnd = (from != null && from < 0) || (to != null && to < 0);
    if (size == Integer.MAX_VALUE && fromTheEnd) {
      throw new SourceException(
          "The slice %s counts from the end, but this source never ends: count from the start."
              .formatted(this));
    }
    long first = from == null ? 0 : from < 0 ? (long) size + from : from;
    long end = to == null ? size : to < 0 ? (long) size + to : to;
    if (first < 0 || end > size || first >= end) {
      throw new SourceException(
          "The slice %s takes nothing or reaches beyond the %d digits of its source."
              .formatted(this, size));
    }
    return DigitSources.slice(source, (int) first, (int) end);
  }

  @Override
  public String toString() {
    return "[" + (from == null ? "" : from) + ":" + (to == null ? "" : to) + "]";
  }
}
