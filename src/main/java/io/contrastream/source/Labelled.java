package io.contrastream.source;

/**
 * An input and the digit that it shows, names or says.
 *
 * @param label 0 to {@link #CLASSES} - 1, or null if unknown
 */
public record Labelled<I>(I input, Integer label) {
  /** The number of labels. */
  public static final int CLASSES = 10;

  public Labelled {
    requireLabel(label);
  }

  /** Whether a number is one of the labels. */
  public static boolean isLabel(int number) {
    return number >= 0 && number < CLASSES;
  }

  /**
   * @throws IllegalArgumentException if the label is known and out of range
   */
  public static void requireLabel(Integer label) {
    if (label != null && !isLabel(label)) {
      throw new IllegalArgumentException(
          "A label is 0 to %d or unknown, not %d".formatted(CLASSES - 1, label));
    }
  }
}
