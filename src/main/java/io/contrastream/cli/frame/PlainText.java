package io.contrastream.cli.frame;

/** Text that others wrote, made fit for a terminal, which nothing of it may steer. */
public final class PlainText {
  private PlainText() {}

  /** One line: a space for each control character, line breaks among them. */
  public static String line(String text) {
    return text.replaceAll("\\p{Cntrl}|[\\x{80}-\\x{9f}\\p{Cf}]", " ");
  }

  /** The same, but line feeds stay. */
  static String lines(String text) {
    return text.replaceAll("[\\p{Cntrl}\\x{80}-\\x{9f}\\p{Cf}&&[^\n]]", " ");
  }
}
