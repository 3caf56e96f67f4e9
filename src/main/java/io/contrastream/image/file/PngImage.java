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
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads a PNG file of a digit as unsigned bytes of ink. */
final class PngImage {
  /** Less opaque pixels let the ground through; half-transparent paper is a ground itself. */
  private static final int CLEAR = 64;

  private PngImage() {}

  /**
   * Returns the pixels of a {@link Digit}: gray values unchanged, colours by their luminance,
   * transparent pixels as background (0). Dark ink on a transparent ground, as drawing programs
   * export it, counts by its opacity, or, if it has a bright edge, by its distance from white.
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
        BufferedImage image = reader.read(0);
        requireSixteenBits(file, image);
        return requireInk(file, ink(image));
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

  /** Checks for values of 8 bits that were saved with 16 as they were, and would be read as 0. */
  private static void requireSixteenBits(Path file, BufferedImage image) {
    Raster raster = image.getRaster();
    if (raster.getSampleModel().getSampleSize(0) != 16) {
      return;
    }
    int brightest =
        IntStream.range(0, image.getColorModel().getNumColorComponents())
            .flatMap(band -> IntStream.of(samples(raster, band)))
            .max()
            .orElseThrow();
    if (brightest > 0 && brightest <= 255) {
      throw new SourceException(
          "%s has 16 bits per pixel, but no value above %d, where full ink is 65535; multiply the values by 257, or save them with 8 bits."
              .formatted(file, brightest));
    }
  }

  private static int[] samples(Raster raster, int band) {
    return raster.getSamples(0, 0, Digit.WIDTH, Digit.HEIGHT, band, (int[]) null);
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
    int[] ink = new int[Digit.PIXELS];
    int[] onWhite = new int[Digit.PIXELS];
    int[] opacity = new int[Digit.PIXELS];
    for (int i = 0; i < ink.length; i++) {
      int x = i % Digit.WIDTH;
      int y = i / Digit.WIDTH;
      int argb = gray ? gray(image.getRaster(), x, y) : luminance(image.getRGB(x, y));
      opacity[i] = argb >>> 24;
      ink[i] = (argb & 0xff) * opacity[i] / 255;
      onWhite[i] = (255 - (argb & 0xff)) * opacity[i] / 255;
    }
    if (IntStream.of(opacity).filter(each -> each < CLEAR).count() <= ink.length / 2) {
      return bytes(ink);
    }
    byte[] shape = bytes(opacity);
    if (IntStream.of(ink).allMatch(each -> each < 128)) {
      return bytes(areAlike(shape) ? ink : opacity);
    }
    return bytes(isAtTheEdge(ink, onWhite, opacity) ? onWhite : ink);
  }

  /**
   * Whether what is bright surrounds what is dark, as a halo does, or the soft edge of dark ink if
   * exactly white became transparent.
   */
  private static boolean isAtTheEdge(int[] bright, int[] dark, int[] opacity) {
    IntPredicate edge = i -> isClear(opacity, i, 1) || isClear(opacity, i, Digit.WIDTH);
    IntPredicate inside = edge.negate();
    return mean(bright, edge) * mean(dark, inside) > mean(bright, inside) * mean(dark, edge) * 2;
  }

  private static boolean isClear(int[] opacity, int pixel, int step) {
    return opacity[Math.max(0, pixel - step)] < CLEAR
        || opacity[Math.min(opacity.length - 1, pixel + step)] < CLEAR;
  }

  private static double mean(int[] values, IntPredicate which) {
    return IntStream.range(0, values.length).filter(which).map(i -> values[i]).average().orElse(0);
  }

  private static byte[] bytes(int[] values) {
    byte[] bytes = new byte[values.length];
    IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) values[i]);
    return bytes;
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
