package io.contrastream.picture;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitPair;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Draws pairs: each anchor beside its contrastive example, with a green frame and target 1 for a
 * positive pair and a red frame and target 0 for a negative one, and the labels below.
 */
public final class ContactSheet {

  private static final Color POSITIVE = new Color(0x2e9e5b);
  private static final Color NEGATIVE = new Color(0xd64545);
  private static final int ZOOM = 2;
  private static final int SIDE = Digit.WIDTH * ZOOM;
  private static final int FRAME = 3;
  private static final int GAP = 14;
  private static final int CAPTION = 22;
  private static final int CELL_WIDTH = 2 * SIDE + 3 * FRAME;
  private static final int CELL_HEIGHT = SIDE + 2 * FRAME + CAPTION;
  private static final int HEAD = 44;
  private static final int MAX_COLUMNS = 8;

  private ContactSheet() {}

  /**
   * @param pairs at least one
   * @throws IOException if the file cannot be written
   */
  public static void write(List<DigitPair> pairs, Path png) throws IOException {
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException("A contact sheet needs at least one pair");
    }
    int columns = Math.min(MAX_COLUMNS, Math.max(3, pairs.size()));
    int rows = (pairs.size() + columns - 1) / columns;
    int width = GAP + columns * (CELL_WIDTH + GAP);
    Canvas canvas = new Canvas(width, HEAD + rows * (CELL_HEIGHT + GAP));
    drawHead(canvas);
    for (int i = 0; i < pairs.size(); i++) {
      int x = GAP + i % columns * (CELL_WIDTH + GAP);
      drawPair(canvas, pairs.get(i), x, HEAD + i / columns * (CELL_HEIGHT + GAP));
    }
    canvas.write(png);
  }

  private static void drawHead(Canvas canvas) {
    String lead = "anchor and example:";
    canvas.text(Canvas.INK, lead, GAP, 16, 2);
    int x = GAP + PixelFont.width(lead + " ", 2) + 2;
    canvas.text(POSITIVE, "1 same", x, 16, 2);
    canvas.text(NEGATIVE, "0 other", x + PixelFont.width("1 same  ", 2), 16, 2);
  }

  private static void drawPair(Canvas canvas, DigitPair pair, int x, int y) {
    Color color = pair.positive() ? POSITIVE : NEGATIVE;
    canvas.rectangle(color, x, y, CELL_WIDTH, SIDE + 2 * FRAME);
    canvas.digit(pair.anchor(), x + FRAME, y + FRAME, ZOOM);
    canvas.digit(pair.contrastive(), x + 2 * FRAME + SIDE, y + FRAME, ZOOM);
    int caption = y + SIDE + 2 * FRAME + 6;
    centred(canvas, Canvas.FAINT, label(pair.anchor()), x + FRAME + SIDE / 2, caption);
    centred(canvas, color, String.valueOf(pair.target()), x + CELL_WIDTH / 2, caption);
    int right = x + CELL_WIDTH - FRAME - SIDE / 2;
    centred(canvas, Canvas.FAINT, label(pair.contrastive()), right, caption);
  }

  private static void centred(Canvas canvas, Color color, String text, int middle, int y) {
    canvas.text(color, text, middle - PixelFont.width(text, 2) / 2, y, 2);
  }

  private static String label(Digit digit) {
    return digit.isLabelled() ? String.valueOf(digit.label()) : "?";
  }
}
