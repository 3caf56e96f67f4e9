package io.contrastream.image.file;

import io.contrastream.image.Digit;
import io.contrastream.image.SourceException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads a PNG file of a digit as unsigned bytes of ink. */
final class PngImage {

  private PngImage() {}

  /**
   * Returns the pixels of a {@link Digit}: gray values unchanged, colours by their luminance,
   * transparent pixels as background (0).
   *
   * @throws SourceException if the file is not a PNG image or has another size
   */
  static byte[] read(Path file) {
    SourceFile.requireFile(file);
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("png");
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        requireSize(file, reader.getWidth(0), reader.getHeight(0));
        return ink(reader.read(0));
      } finally {
        reader.dispose();
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new SourceException(
          "%s cannot be read as a PNG image: %s.".formatted(file, e.getMessage()), e);
    }
  }

  /** Checks the size in the header, before a large image is decoded. */
  private static void requireSize(Path file, int width, int height) {
    if (width != Digit.WIDTH || height != Digit.HEIGHT) {
      throw new SourceException(
          "%s has %d × %d pixels; expected %d × %d."
              .formatted(file, width, height, Digit.WIDTH, Digit.HEIGHT));
    }
  }

  private static byte[] ink(BufferedImage image) {
    boolean gray =
        image.getRaster().getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
    byte[] ink = new byte[Digit.PIXELS];
    for (int i = 0; i < ink.length; i++) {
      int x = i % Digit.WIDTH;
      int y = i / Digit.WIDTH;
      ink[i] = (byte) (gray ? gray(image.getRaster(), x, y) : luminance(image.getRGB(x, y)));
    }
    return ink;
  }

  /** Reads the raster, because {@code getRGB} treats gray as linear light and brightens it. */
  private static int gray(Raster raster, int x, int y) {
    int toByte = raster.getSampleModel().getSampleSize(0) - 8;
    int value = raster.getSample(x, y, 0) >> toByte;
    return raster.getNumBands() == 1 ? value : value * (raster.getSample(x, y, 1) >> toByte) / 255;
  }

  /** Returns the luma of Rec. 601, which common image libraries use for gray. */
  private static int luminance(int argb) {
    int alpha = argb >>> 24;
    int red = argb >> 16 & 0xff;
    int green = argb >> 8 & 0xff;
    int blue = argb & 0xff;
    return (299 * red + 587 * green + 114 * blue + 500) / 1000 * alpha / 255;
  }
}
