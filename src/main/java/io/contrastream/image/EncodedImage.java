package io.contrastream.image;

import java.awt.color.CMMException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes PNG and JPEG files in memory. */
public final class EncodedImage {
  /** Decoding takes up to 8 bytes for each pixel. */
  static final int MAX_PIXELS = 16_000_000;

  /** Warnings of the JPEG reader, which are those of libjpeg. */
  private static final Pattern DAMAGE = Pattern.compile("(?i)premature end|corrupt");

  private EncodedImage() {}

  /** What can be decoded. */
  public enum Format {
    PNG,
    JPEG
  }

  /**
   * Returns the image, gray or in colour as the file is. Transparent pixels are mixed with black.
   * Orientation in a camera's metadata is not applied.
   *
   * @throws IllegalArgumentException if the bytes are not a whole file of this format, or the image
   *     is too large; the message continues "Image X"
   */
  public static Raster decode(byte[] file, Format format) {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      ImageReader reader = reader(in, format);
      try {
        reader.setInput(in, true, true);
        requireSmall(reader.getWidth(0), reader.getHeight(0));
        List<String> damage = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> damage.add(warning));
        BufferedImage image = reader.read(0);
        requireWhole(damage);
        return raster(image);
      } finally {
        reader.dispose();
      }
    } catch (IOException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | NegativeArraySizeException
        | CMMException e) { // what the readers throw on damaged files
      throw new IllegalArgumentException(
          "cannot be decoded as %s: %s".formatted(format, e.getMessage()), e);
    }
  }

  private static ImageReader reader(ImageInputStream in, Format format) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getFormatName().toUpperCase(Locale.ROOT).equals(format.name())) {
        return reader;
      }
      reader.dispose();
    }
    throw new IOException("its first bytes are not those of such a file; check its encoding");
  }

  private static void requireSmall(int width, int height) throws IOException {
    if ((long) width * height > MAX_PIXELS) {
      throw new IOException(
          "it has %d × %d pixels, and %d at most are decoded; scale it before sending it"
              .formatted(width, height, MAX_PIXELS));
    }
  }

  /** The rest of a JPEG file that ends early would be gray. */
  private static void requireWhole(List<String> warnings) throws IOException {
    for (String warning : warnings) {
      if (DAMAGE.matcher(warning).find()) {
        throw new IOException("it is damaged (%s); send it again".formatted(warning));
      }
    }
  }

  private static Raster raster(BufferedImage image) {
    boolean gray =
        image.getRaster().getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
    return gray ? gray(image) : colour(image);
  }

  /** Reads the samples, because {@code getRGB} treats gray as linear light and brightens it. */
  private static Raster gray(BufferedImage image) {
    java.awt.image.Raster samples = image.getRaster();
    int bits = samples.getSampleModel().getSampleSize(0);
    int full = (1 << bits) - 1;
    boolean opaque = samples.getNumBands() == 1;
    byte[] values = new byte[image.getWidth() * image.getHeight()];
    for (int i = 0; i < values.length; i++) {
      int x = i % image.getWidth();
      int y = i / image.getWidth();
      long value = samples.getSample(x, y, 0) * 255L / full;
      values[i] = (byte) (opaque ? value : value * samples.getSample(x, y, 1) / full);
    }
    return new Raster(values, image.getHeight(), image.getWidth(), 1);
  }

  private static Raster colour(BufferedImage image) {
    byte[] values = new byte[3 * image.getWidth() * image.getHeight()];
    int[] row = new int[image.getWidth()];
    int to = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int argb : row) {
        int opacity = argb >>> 24;
        values[to++] = (byte) ((argb >> 16 & 0xff) * opacity / 255);
        values[to++] = (byte) ((argb >> 8 & 0xff) * opacity / 255);
        values[to++] = (byte) ((argb & 0xff) * opacity / 255);
      }
    }
    return new Raster(values, image.getHeight(), image.getWidth(), 3);
  }
}
