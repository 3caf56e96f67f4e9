package io.contrastream.source;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A slice {@code [from:to]} in Python's notation; negative bounds count from the end.
 *
 * @param from the first index, or null for the start
 * @param to the index after the last, or null for the end
 */
public record Slice(Integer from, Integer to) {

  private static final Pattern SUFFIX = Pattern.compile("(.*)\\[([^\\[\\]:]*):([^\\[\\]:]*)]");

  /** The first index and the one after the last. */
  public record Bounds(int from, int to) {}

  /** A spec split into the source and its slice, which is null if there is none. */
  public record Spec(String source, Slice slice) {

    /**
     * Returns the part of the source that the slice names; the source itself if there is none.
     *
     * @throws SourceException if the slice is empty or not within the source
     */
    public <T> Source<T> partOf(Source<T> whole) {
      if (slice == null) {
        return whole;
      }
      Bounds bounds = slice.within(whole.size());
      return whole.range(bounds.from(), bounds.to());
    }
  }

  public static Spec parse(String spec) {
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
          "The slice of %s has the bound '%s'; expected a whole number or nothing, as in [0:1000], [:-1000] or [-1000:]."
              .formatted(spec, text),
          e);
    }
  }

  /**
   * Returns the first index and the one after the last.
   *
   * @param size of the source; {@link Integer#MAX_VALUE} if it is endless
   * @throws SourceException if the slice is empty or not within the source
   */
  public Bounds within(int size) {
    boolean fromTheEnd = (from != null && from < 0) || (to != null && to < 0);
    if (size == Integer.MAX_VALUE && fromTheEnd) {
      throw new SourceException(
          "The slice %s counts from the end, but this source is endless; count from the start."
              .formatted(this));
    }
    long first = from == null ? 0 : from < 0 ? (long) size + from : from;
    long end = to == null ? size : to < 0 ? (long) size + to : to;
    if (first < 0 || end > size || first >= end) {
      throw new SourceException(
          "The slice %s is empty or reaches beyond the %d inputs of its source."
              .formatted(this, size));
    }
    return new Bounds((int) first, (int) end);
  }

  @Override
  public String toString() {
    return "[" + (from == null ? "" : from) + ":" + (to == null ? "" : to) + "]";
  }
}
