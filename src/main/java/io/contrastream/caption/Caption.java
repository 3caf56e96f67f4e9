package io.contrastream.caption;

/**
 * A text that names a digit.
 *
 * @param text as it was written; 1 to {@link #MAX_LENGTH} characters (Unicode code points), not
 *     only white space
 */
public record Caption(String text) {
  public static final int MAX_LENGTH = 256;

  /**
   * @throws IllegalArgumentException if the text is too long, or has nothing but white space
   */
  public Caption {
    int length = text.codePointCount(0, text.length());
    if (length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "A caption has at most %d characters, not %d".formatted(MAX_LENGTH, length));
    }
    if (text.isBlank()) {
      throw new IllegalArgumentException("A caption must not be blank");
    }
  }
}
