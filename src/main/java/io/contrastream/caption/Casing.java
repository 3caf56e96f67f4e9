package io.contrastream.caption;

import java.util.Locale;
import java.util.regex.Pattern;

/** Upper and lower case in a caption. */
enum Casing {
  AS_WRITTEN,
  FIRST_CAPITAL,
  CAPITALS,
  TITLE;

  private static final Pattern FIRST_LETTER = Pattern.compile("(?<![\\p{L}\\p{M}\\p{N}’'])\\p{L}");

  String apply(String text, Locale locale) {
    return switch (this) {
      case AS_WRITTEN -> text;
      case CAPITALS -> text.toUpperCase(locale);
      case FIRST_CAPITAL ->
          FIRST_LETTER.matcher(text).replaceFirst(it -> it.group().toUpperCase(locale));
      case TITLE -> FIRST_LETTER.matcher(text).replaceAll(it -> it.group().toUpperCase(locale));
    };
  }
}
