package io.contrastream.image.file;

import io.contrastream.image.Digit;
import io.contrastream.image.SourceException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads a PNG file of a digit as unsigned bytes of ink. */
final class PngImage {

  private PngImage() {}

  /**
   * Returns the pixels of a {@link Digit}: gray values unchanged, colours by their luminance,
   * transparent pixels as background (0). Dark ink on a transparent ground, as drawing programs
   * export it, counts by its opacity.
   *
   * @throws SourceException if the file is not a PNG image, has another size or is blank
   */
  static byte[] read(Path file) {
    SourceFile.requireFile(file);
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("png");
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        requireSize(file, reader.getWidth(0), reader.getHeight(0));
        return requireInk(file, ink(reader.read(0)));
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

  private static byte[] requireInk(Path file, byte[] ink) {
    if (areAlike(ink)) {
      throw new SourceException(
          "%s is blank: all of its pixels are alike; delete it or draw it again.".formatted(file));
    }
    return ink;
  }

  private static boolean areAlike(byte[] values) {
    byte[] first = new byte[values.length];
    Arrays.fill(first, values[0]);
    return Arrays.equals(values, first);
  }

  private static byte[] ink(BufferedImage image) {
    boolean gray =
        image.getRaster().getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
    byte[] ink = new byte[Digit.PIXELS];
    byte[] opacity = new byte[Digit.PIXELS];
    for (int i = 0; i < ink.length; i++) {
      int x = i % Digit.WIDTH;
      int y = i / Digit.WIDTH;
      int argb = gray ? gray(image.getRaster(), x, y) : luminance(image.getRGB(x, y));
      opacity[i] = (byte) (argb >>> 24);
      ink[i] = (byte) ((argb & 0xff) * (argb >>> 24) / 255);
    }
    return isDarkOnTransparent(ink, opacity) ? opacity : ink;
  }

  private static boolean isDarkOnTransparent(byte[] ink, byte[] opacity) {
    int clear = 0;
    for (int i = 0; i < ink.length; i++) {
      if (ink[i] < 0) { // 128 or more
        return false;
      }
      clear += opacity[i] >= 0 ? 1 : 0;
    }
    return clear > ink.length / 2 && !areAlike(opacity);
  }

  /** Reads the raster, because {@code getRGB} treats gray as linear light and brightens it. */
  private static int gray(Raster raster, int x, int y) {
    int toByte = raster.getSampleModel().getSampleSize(0) - 8;
    int value = raster.getSample(x, y, 0) >> toByte;
    int opacity = raster.getNumBands() == 1 ? 255 : raster.getSample(x, y, 1) >> toByte;
    return (opacity << 24) | value;
  }

  /** Returns the opacity and, as blue, the luma of Rec. 601, as common image libraries do. */
  private static int luminance(int argb) {
    int red = argb >> 16 & 0xff;
    int green = argb >> 8 & 0xff;
    int blue = argb & 0xff;
    return (argb & 0xff000000) | (299 * red + 587 * green + 114 * blue + 500) / 1000;
  }
}
