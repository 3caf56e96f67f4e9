package io.contrastream.picture;

import java.awt.Graphics2D;
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

  private static final Map<Character, int[]> GLYPHS = new HashMap<>();

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

  /** Defines a letter by its rows from the top, five bits each, the highest bit leftmost. */
  private static void glyph(char letter, int... rows) {
    GLYPHS.put(letter, rows);
  }

  static {
    glyph(' ', 0, 0, 0, 0, 0, 0, 0);
    glyph('!', 4, 4, 4, 4, 4, 0, 4);
    glyph('"', 10, 10, 0, 0, 0, 0, 0);
    glyph('#', 10, 10, 31, 10, 31, 10, 10);
    glyph('$', 4, 15, 20, 14, 5, 30, 4);
    glyph('%', 25, 25, 2, 4, 8, 19, 19);
    glyph('&', 12, 18, 20, 8, 21, 18, 13);
    glyph('\'', 4, 4, 0, 0, 0, 0, 0);
    glyph('(', 2, 4, 8, 8, 8, 4, 2);
    glyph(')', 8, 4, 2, 2, 2, 4, 8);
    glyph('*', 0, 21, 14, 31, 14, 21, 0);
    glyph('+', 0, 4, 4, 31, 4, 4, 0);
    glyph(',', 0, 0, 0, 0, 0, 6, 6, 2, 4);
    glyph('-', 0, 0, 0, 30, 0, 0, 0);
    glyph('.', 0, 0, 0, 0, 0, 6, 6);
    glyph('/', 1, 1, 2, 4, 8, 16, 16);
    glyph('0', 12, 18, 18, 18, 18, 18, 12);
    glyph('1', 4, 12, 4, 4, 4, 4, 14);
    glyph('2', 14, 17, 1, 6, 8, 16, 31);
    glyph('3', 30, 1, 1, 14, 1, 1, 30);
    glyph('4', 2, 6, 10, 18, 31, 2, 2);
    glyph('5', 31, 16, 30, 1, 1, 17, 14);
    glyph('6', 6, 8, 16, 30, 17, 17, 14);
    glyph('7', 31, 1, 2, 4, 4, 8, 8);
    glyph('8', 14, 17, 17, 14, 17, 17, 14);
    glyph('9', 14, 17, 17, 15, 1, 2, 12);
    glyph(':', 0, 0, 6, 6, 0, 6, 6);
    glyph(';', 0, 0, 6, 6, 0, 6, 6, 2, 4);
    glyph('<', 2, 4, 8, 16, 8, 4, 2);
    glyph('=', 0, 0, 31, 0, 31, 0, 0);
    glyph('>', 16, 8, 4, 2, 4, 8, 16);
    glyph('?', 14, 17, 1, 6, 4, 0, 4);
    glyph('@', 14, 17, 23, 21, 23, 16, 14);
    glyph('A', 14, 17, 17, 31, 17, 17, 17);
    glyph('B', 30, 17, 17, 30, 17, 17, 30);
    glyph('C', 14, 17, 16, 16, 16, 17, 14);
    glyph('D', 30, 17, 17, 17, 17, 17, 30);
    glyph('E', 31, 16, 16, 30, 16, 16, 31);
    glyph('F', 31, 16, 16, 30, 16, 16, 16);
    glyph('G', 14, 17, 16, 23, 17, 17, 14);
    glyph('H', 17, 17, 17, 31, 17, 17, 17);
    glyph('I', 14, 4, 4, 4, 4, 4, 14);
    glyph('J', 7, 2, 2, 2, 2, 18, 12);
    glyph('K', 17, 18, 20, 24, 20, 18, 17);
    glyph('L', 16, 16, 16, 16, 16, 16, 31);
    glyph('M', 17, 27, 21, 21, 17, 17, 17);
    glyph('N', 17, 25, 25, 21, 19, 19, 17);
    glyph('O', 14, 17, 17, 17, 17, 17, 14);
    glyph('P', 30, 17, 17, 30, 16, 16, 16);
    glyph('Q', 14, 17, 17, 17, 21, 18, 13);
    glyph('R', 30, 17, 17, 30, 20, 18, 17);
    glyph('S', 15, 16, 16, 14, 1, 1, 30);
    glyph('T', 31, 4, 4, 4, 4, 4, 4);
    glyph('U', 17, 17, 17, 17, 17, 17, 14);
    glyph('V', 17, 17, 17, 17, 10, 10, 4);
    glyph('W', 17, 17, 17, 21, 21, 27, 17);
    glyph('X', 17, 17, 10, 4, 10, 17, 17);
    glyph('Y', 17, 17, 10, 4, 4, 4, 4);
    glyph('Z', 31, 1, 2, 4, 8, 16, 31);
    glyph('[', 14, 8, 8, 8, 8, 8, 14);
    glyph('\\', 16, 16, 8, 4, 2, 1, 1);
    glyph(']', 14, 2, 2, 2, 2, 2, 14);
    glyph('^', 4, 10, 17, 0, 0, 0, 0);
    glyph('_', 0, 0, 0, 0, 0, 0, 31);
    glyph('`', 8, 4, 0, 0, 0, 0, 0);
    glyph('a', 0, 0, 14, 1, 15, 17, 15);
    glyph('b', 16, 16, 30, 17, 17, 17, 30);
    glyph('c', 0, 0, 15, 16, 16, 16, 15);
    glyph('d', 1, 1, 15, 17, 17, 17, 15);
    glyph('e', 0, 0, 14, 17, 31, 16, 14);
    glyph('f', 6, 8, 30, 8, 8, 8, 8);
    glyph('g', 0, 0, 15, 17, 17, 17, 15, 1, 14);
    glyph('h', 16, 16, 30, 17, 17, 17, 17);
    glyph('i', 4, 0, 12, 4, 4, 4, 14);
    glyph('j', 2, 0, 6, 2, 2, 2, 2, 18, 12);
    glyph('k', 16, 16, 18, 20, 24, 20, 18);
    glyph('l', 12, 4, 4, 4, 4, 4, 14);
    glyph('m', 0, 0, 26, 21, 21, 21, 21);
    glyph('n', 0, 0, 30, 17, 17, 17, 17);
    glyph('o', 0, 0, 14, 17, 17, 17, 14);
    glyph('p', 0, 0, 30, 17, 17, 17, 30, 16, 16);
    glyph('q', 0, 0, 15, 17, 17, 17, 15, 1, 1);
    glyph('r', 0, 0, 22, 25, 16, 16, 16);
    glyph('s', 0, 0, 15, 16, 14, 1, 30);
    glyph('t', 8, 8, 30, 8, 8, 9, 6);
    glyph('u', 0, 0, 17, 17, 17, 17, 15);
    glyph('v', 0, 0, 17, 17, 17, 10, 4);
    glyph('w', 0, 0, 17, 21, 21, 21, 10);
    glyph('x', 0, 0, 17, 10, 4, 10, 17);
    glyph('y', 0, 0, 17, 17, 17, 17, 15, 1, 14);
    glyph('z', 0, 0, 31, 2, 4, 8, 31);
    glyph('{', 6, 4, 4, 8, 4, 4, 6);
    glyph('|', 4, 4, 4, 4, 4, 4, 4);
    glyph('}', 12, 4, 4, 2, 4, 4, 12);
    glyph('~', 0, 0, 13, 18, 0, 0, 0);
  }
}
