package io.contrastream.picture;

import io.contrastream.image.Digit;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A white canvas that is written as a PNG file. Needs neither a display nor fonts. */
final class Canvas {

  static final Color PAPER = Color.WHITE;
  static final Color INK = new Color(0x2b303b);
  static final Color FAINT = new Color(0x7a8190);

  private final BufferedImage image;
  private final Graphics2D graphics;

  Canvas(int width, int height) {
    image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    rectangle(PAPER, 0, 0, width, height);
  }

  Graphics2D graphics() {
    return graphics;
  }

  void rectangle(Color color, int x, int y, int width, int height) {
    graphics.setColor(color);
    graphics.fillRect(x, y, width, height);
  }

  void text(Color color, String text, int x, int y, int scale) {
    graphics.setColor(color);
    PixelFont.draw(graphics, text, x, y, scale);
  }

  void digit(Digit digit, int x, int y, int scale) {
    for (int i = 0; i < Digit.PIXELS; i++) {
      Color gray = new Color((digit.pixels()[i] & 0xff) * 0x010101);
      int left = x + i % Digit.WIDTH * scale;
      rectangle(gray, left, y + i / Digit.WIDTH * scale, scale, scale);
    }
  }

  /** Writes the file, after which the canvas cannot be used, and creates its folder if needed. */
  void write(Path png) throws IOException {
    graphics.dispose();
    if (png.toAbsolutePath().getParent() != null) {
      Files.createDirectories(png.toAbsolutePath().getParent());
    }
    try (var out = Files.newOutputStream(png)) {
      ImageIO.write(image, "png", out);
    }
  }
}
