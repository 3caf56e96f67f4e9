package io.contrastream.image.file;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitSet;
import io.contrastream.image.SourceException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads MNIST's idx files, plain or gzipped: big-endian int32 magic number, count, rows, columns,
 * then the unsigned bytes. Images are read one by one, so that a header that promises more than the
 * file holds costs no memory.
 */
public final class IdxReader {

  private static final int IMAGES = 0x00000803;
  private static final int LABELS = 0x00000801;

  private IdxReader() {}

  /**
   * @param images a file of 28 × 28 images; its labels are looked for beside it ({@code
   *     x-images-idx3-ubyte} has {@code x-labels-idx1-ubyte}, either with or without {@code .gz}),
   *     and where there are none, the digits are unlabelled
   * @throws SourceException where a file is missing, broken, or of another shape
   */
  public static DigitSet read(Path images) {
    List<byte[]> pixels = readImages(images);
    Optional<Path> labelFile = labelsBeside(images);
    byte[] labels = labelFile.map(file -> readLabels(file, images, pixels.size())).orElse(null);
    List<Digit> digits = new ArrayList<>(pixels.size());
    for (int i = 0; i < pixels.size(); i++) {
      digits.add(new Digit(pixels.get(i), labels == null ? Digit.UNLABELLED : labels[i]));
    }
    return new DigitSet(digits);
  }

  static Optional<Path> labelsBeside(Path images) {
    String name = images.getFileName().toString();
    String labels = name.replace("images", "labels").replace("idx3", "idx1");
    if (labels.equals(name)) {
      return Optional.empty();
    }
    String plain = labels.endsWith(".gz") ? labels.substring(0, labels.length() - 3) : labels;
    return Stream.of(labels, plain, plain + ".gz")
        .map(images::resolveSibling)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static List<byte[]> readImages(Path file) {
    String where = "within its header of 16 bytes";
    try (DataInputStream in = new DataInputStream(SourceFile.open(file))) {
      requireMagic(file, in.readInt(), IMAGES, "images");
      int count = requireCount(file, in.readInt(), "images");
      requireShape(file, in.readInt(), in.readInt());
      requireMemory(file, count);
      where = "before the last of the %d images that it promises".formatted(count);
      List<byte[]> images = new ArrayList<>();
      while (images.size() < count) {
        byte[] pixels = new byte[Digit.PIXELS];
        in.readFully(pixels);
        images.add(pixels);
      }
      requireEnd(file, in, count + " images");
      return images;
    } catch (EOFException e) {
      throw truncated(file, where, e);
    } catch (IOException e) {
      throw SourceFile.unreadable(file, e);
    }
  }

  private static byte[] readLabels(Path file, Path images, int imageCount) {
    String where = "within its header of 8 bytes";
    try (DataInputStream in = new DataInputStream(SourceFile.open(file))) {
      requireMagic(file, in.readInt(), LABELS, "labels");
      int count = requireCount(file, in.readInt(), "labels");
      if (count != imageCount) {
        throw new SourceException(
            "%s holds %d labels, but %s holds %d images; one label for each image was expected."
                .formatted(file, count, images, imageCount));
      }
      where = "before the last of the %d labels that it promises".formatted(count);
      byte[] labels = new byte[count];
      in.readFully(labels);
      requireEnd(file, in, count + " labels");
      requireRange(file, labels);
      return labels;
    } catch (EOFException e) {
      throw truncated(file, where, e);
    } catch (IOException e) {
      throw SourceFile.unreadable(file, e);
    }
  }

  private static void requireMagic(Path file, int found, int expected, String what) {
    if (found != expected) {
      throw new SourceException(
          "%s is no idx file of %s: it begins with 0x%08x, expected was 0x%08x."
              .formatted(file, what, found, expected));
    }
  }

  private static int requireCount(Path file, int count, String what) {
    if (count <= 0) {
      throw new SourceException(
          "%s promises %d %s; at least one was expected.".formatted(file, count, what));
    }
    return count;
  }

  private static void requireShape(Path file, int rows, int columns) {
    if (rows != Digit.HEIGHT || columns != Digit.WIDTH) {
      throw new SourceException(
          "%s holds images of %d × %d pixels, expected was %d × %d."
              .formatted(file, rows, columns, Digit.HEIGHT, Digit.WIDTH));
    }
  }

  private static void requireMemory(Path file, int count) {
    long needed = (long) count * Digit.PIXELS;
    long allowed = Runtime.getRuntime().maxMemory();
    if (needed > allowed) {
      throw new SourceException(
          "%s promises %d images, which need %d MB; this Java may use %d MB (-Xmx)."
              .formatted(file, count, needed >> 20, allowed >> 20));
    }
  }

  private static void requireEnd(Path file, DataInputStream in, String promised)
      throws IOException {
    if (in.read() != -1) {
      throw new SourceException(
          "%s goes on after the %s that its header promises; it is damaged or of another format."
              .formatted(file, promised));
    }
  }

  private static void requireRange(Path file, byte[] labels) {
    for (int i = 0; i < labels.length; i++) {
      if ((labels[i] & 0xff) >= Digit.CLASSES) {
        throw new SourceException(
            "%s says that image %d shows a %d; a label of 0 to 9 was expected."
                .formatted(file, i, labels[i] & 0xff));
      }
    }
  }

  private static SourceException truncated(Path file, String where, EOFException cause) {
    return new SourceException("%s is truncated: it ends %s.".formatted(file, where), cause);
  }
}
