package io.contrastream.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads sizes in bytes, such as {@code 4096}, {@code 64KiB}, {@code 4MiB}. */
final class Sizes {
  private static final Pattern FORM = Pattern.compile("(\\d{1,10})\\s*(B|KiB|MiB|GiB)?");
  private static final Map<String, Integer> SHIFTS =
      Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30);

  private Sizes() {}

  /**
   * @throws IllegalArgumentException if the text is not a size
   * @throws ArithmeticException if the size does not fit a long
   */
  static long parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(text);
    }
    int shift = form.group(2) == null ? 0 : SHIFTS.get(form.group(2));
    return Math.multiplyExact(Long.parseLong(form.group(1)), 1L << shift);
  }
}
