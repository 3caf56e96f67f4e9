package io.contrastream.image.file;

import io.contrastream.image.Digit;
import io.contrastream.source.SourceException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads an image file, PNG or JPEG, as unsigned bytes of ink. */
final class ImageFile {
  /** Less opaque pixels let the ground through; half-transparent paper is a ground itself. */
  private static final int CLEAR = 64;

  /** Reading leaves out rows and columns of larger images, so that they fit into memory. */
  private static final int MAX_SIDE = 1024;

  /** A progressive JPEG takes memory for all of its pixels, whatever is left out. */
  private static final int MAX_PIXELS = 100_000_000;

  private static final Set<String> FORMATS = Set.of("png", "jpeg");

  private ImageFile() {}

  /**
   * Returns the pixels of a {@link Digit}: gray values unchanged, colours by their luminance,
   * transparent pixels as background (0). Dark ink on a transparent ground, as drawing programs
   * export it, counts by its opacity, or, if it has a bright edge, by its distance from white.
   *
   * @throws SourceException if the file is not an image, does not fit or is blank
   */
  static byte[] read(Path file, Fit fit) {
    SourceFile.requireFile(file);
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      ImageReader reader = reader(in);
      try {
        reader.setInput(in, true, true);
        BufferedImage image = read(reader);
        requireSixteenBits(file, image);
        return fit.apply(requireInk(file, ink(image))).bytes();
      } finally {
        reader.dispose();
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new SourceException(
          "%s cannot be read as a PNG or JPEG image: %s.".formatted(file, e.getMessage()), e);
    }
  }

  private static ImageReader reader(ImageInputStream in) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        return reader;
      }
      reader.dispose();
    }
    throw new IOException("its first bytes are of neither");
  }

  private static BufferedImage read(ImageReader reader) throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if ((long) width * height > MAX_PIXELS) {
      throw new IOException(
          "it has %d × %d pixels, and %d at most are read".formatted(width, height, MAX_PIXELS));
    }
    int side = Math.max(width, height);
    int step = Math.max(1, side / MAX_SIDE);
    ImageReadParam parameters = reader.getDefaultReadParam();
    parameters.setSourceSubsampling(step, step, 0, 0);
    return reader.read(0, parameters);
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
    return raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), band, (int[]) null);
  }

  private static Gray requireInk(Path file, Gray ink) {
    if (ink.isBlank()) {
      throw new SourceException(
          "%s is blank: all of its pixels are alike; delete it or draw it again.".formatted(file));
    }
    return ink;
  }

  private static Gray ink(BufferedImage image) {
    boolean gray =
        image.getRaster().getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
    int width = image.getWidth();
    int[] ink = new int[width * image.getHeight()];
    int[] onWhite = new int[ink.length];
    int[] opacity = new int[ink.length];
    for (int i = 0; i < ink.length; i++) {
      int x = i % width;
      int y = i / width;
      int argb = gray ? gray(image.getRaster(), x, y) : luminance(image.getRGB(x, y));
      opacity[i] = argb >>> 24;
      ink[i] = (argb & 0xff) * opacity[i] / 255;
      onWhite[i] = (255 - (argb & 0xff)) * opacity[i] / 255;
    }
    Gray inks = new Gray(ink, width);
    if (IntStream.of(opacity).filter(each -> each < CLEAR).count() <= ink.length / 2) {
      return inks;
    }
    Gray shape = new Gray(opacity, width);
    if (IntStream.of(ink).allMatch(each -> each < 128)) {
      return shape.isBlank() ? inks : shape;
    }
    return isAtTheEdge(ink, onWhite, shape) ? new Gray(onWhite, width) : inks;
  }

  /**
   * Whether what is bright surrounds what is dark, as a halo does, or the soft edge of dark ink if
   * exactly white became transparent.
   */
  private static boolean isAtTheEdge(int[] bright, int[] dark, Gray shape) {
    int[] opacity = shape.values();
    IntPredicate edge = i -> isClear(opacity, i, 1) || isClear(opacity, i, shape.width());
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
