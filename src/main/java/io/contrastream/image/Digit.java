package io.contrastream.image;

import io.contrastream.source.Labelled;

/**
 * An image of a handwritten digit and its label, if known.
 *
 * @param pixels {@link #HEIGHT} × {@link #WIDTH} unsigned bytes, row by row from the top left; 0 is
 *     background, 255 full ink. Shared, not copied, and never written to.
 * @param label 0 to {@link #CLASSES} - 1, or null if unknown
 */
public record Digit(byte[] pixels, Integer label) {
  public static final int HEIGHT = 28;
  public static final int WIDTH = 28;
  public static final int PIXELS = HEIGHT * WIDTH;

  /** The number of labels. */
  public static final int CLASSES = Labelled.CLASSES;

  public Digit {
    if (pixels.length != PIXELS) {
      throw new IllegalArgumentException(
          "A digit has %d pixels (%d × %d), not %d"
              .formatted(PIXELS, HEIGHT, WIDTH, pixels.length));
    }
    Labelled.requireLabel(label);
  }

  public boolean isLabelled() {
    return label != null;
  }

  /** Whether the label is known and equals the given one. */
  public boolean shows(int label) {
    return this.label != null && this.label == label;
  }
}
