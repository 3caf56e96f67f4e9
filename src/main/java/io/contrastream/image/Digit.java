package io.contrastream.image;

/**
 * An image of a digit and, where known, which digit it shows.
 *
 * @param pixels 28 × 28 unsigned bytes, row by row from the top left; 0 is background, 255 full
 *     ink. Shared, not copied: nobody writes to it.
 * @param label 0 to 9, or {@link #UNLABELLED}
 */
public record Digit(byte[] pixels, int label) {
  public static final int HEIGHT = 28;
  public static final int WIDTH = 28;
  public static final int PIXELS = HEIGHT * WIDTH;
  public static final int CLASSES = 10;
  public static final int UNLABELLED = -1;

  public Digit {
    if (pixels.length != PIXELS) {
      throw new IllegalArgumentException(
          "A digit has " + PIXELS + " pixels (28 × 28), not " + pixels.length);
    }
    if (label < UNLABELLED || label >= CLASSES) {
      throw new IllegalArgumentException("A label is 0 to 9 or unknown, not " + label);
    }
  }

  public boolean labelled() {
    return label != UNLABELLED;
  }
}
