package io.contrastream.cli.frame;

/** Removes control characters from untrusted text, so that it cannot control the terminal. */
public final class PlainText {
  private PlainText() {}

  /** Returns the text with each control character, line breaks included, replaced by a space. */
  public static String line(String text) {
    return text.replaceAll("\\p{Cntrl}|[\\x{80}-\\x{9f}\\p{Cf}]", " ");
  }

  /** Like {@link #line}, but keeps line feeds. */
  static String lines(String text) {
    return text.replaceAll("[\\p{Cntrl}\\x{80}-\\x{9f}\\p{Cf}&&[^\n]]", " ");
  }
}
