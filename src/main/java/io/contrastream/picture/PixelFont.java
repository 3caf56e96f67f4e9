package io.contrastream.picture;

import io.contrastream.config.TextResource;
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A bitmap font of 5 × 7 squares with two more rows for descenders. Java draws text only if
 * fontconfig and a font are installed, which servers and slim containers lack. Covers printable
 * ASCII; draws any other character as an empty box.
 */
public final class PixelFont {

  /** Height of a capital letter in squares. */
  public static final int HEIGHT = 7;

  private static final int WIDTH = 5;
  private static final int ADVANCE = WIDTH + 1;
  private static final int[] UNKNOWN = {31, 17, 17, 17, 17, 17, 31};

  private static final Map<Character, int[]> GLYPHS = read();

  private PixelFont() {}

  /**
   * Draws text in the colour of the graphics.
   *
   * @param x left edge of the first letter
   * @param y top edge of capital letters
   * @param scale side of a square
   */
  public static void draw(Graphics2D graphics, String text, int x, int y, int scale) {
    for (int i = 0; i < text.length(); i++) {
      int left = x + i * ADVANCE * scale;
      int[] rows = GLYPHS.getOrDefault(text.charAt(i), UNKNOWN);
      for (int row = 0; row < rows.length; row++) {
        for (int column = 0; column < WIDTH; column++) {
          if ((rows[row] >> (WIDTH - 1 - column) & 1) == 1) {
            graphics.fillRect(left + column * scale, y + row * scale, scale, scale);
          }
        }
      }
    }
  }

  /** Returns the width of a text in the units of the graphics. */
  public static int width(String text, int scale) {
    return text.isEmpty() ? 0 : (text.length() * ADVANCE - 1) * scale;
  }

  private static Map<Character, int[]> read() {
    Map<Character, int[]> glyphs = new HashMap<>();
    for (String line : TextResource.lines(PixelFont.class, "font.txt")) {
      String[] rows = line.substring(2).split(" ");
      glyphs.put(line.charAt(0), Arrays.stream(rows).mapToInt(Integer::parseInt).toArray());
    }
    return glyphs;
  }
}
