package io.contrastream.image.file;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitSet;
import io.contrastream.source.SourceException;
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
 * then unsigned bytes. Images are read one by one, so a header with a wrong count costs no memory.
 */
public final class IdxReader {

  private static final int IMAGES = 0x00000803;
  private static final int LABELS = 0x00000801;

  private IdxReader() {}

  /**
   * Reads images, and their labels if the folder has them: {@code x-labels-idx1-ubyte} for {@code
   * x-images-idx3-ubyte}, both with or without {@code .gz}.
   *
   * @throws SourceException if a file is missing, damaged or of another shape
   */
  public static DigitSet read(Path images) {
    List<byte[]> pixels = readImages(images);
    Optional<Path> labelFile = labelsBeside(images);
    byte[] labels = labelFile.map(file -> readLabels(file, images, pixels.size())).orElse(null);
    List<Digit> digits = new ArrayList<>(pixels.size());
    for (int i = 0; i < pixels.size(); i++) {
      digits.add(new Digit(pixels.get(i), labels == null ? null : Integer.valueOf(labels[i])));
    }
    return new DigitSet(digits);
  }

  /** Returns the name under which labels are looked for; empty if that of the images has none. */
  public static Optional<String> labelsName(Path images) {
    String name = images.getFileName().toString();
    String labels = name.replace("images", "labels").replace("idx3", "idx1");
    return Optional.of(labels).filter(found -> !found.equals(name));
  }

  private static Optional<Path> labelsBeside(Path images) {
    return labelsName(images).stream()
        .flatMap(name -> Stream.of(name, plain(name), plain(name) + ".gz"))
        .map(images::resolveSibling)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static String plain(String name) {
    return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
  }

  private static List<byte[]> readImages(Path file) {
    String where = "within its header of 16 bytes";
    try (DataInputStream in = new DataInputStream(SourceFile.open(file))) {
      requireMagic(file, in.readInt(), IMAGES, "images");
      int count = requireCount(file, in.readInt(), "images");
      requireShape(file, in.readInt(), in.readInt());
      requireMemory(file, count);
      where = "before the last of the %d images in its header".formatted(count);
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
            "%s has %d labels, but %s has %d images; expected one label for each image."
                .formatted(file, count, images, imageCount));
      }
      where = "before the last of the %d labels in its header".formatted(count);
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
          "%s is not an idx file of %s: it begins with 0x%08x; expected 0x%08x."
              .formatted(file, what, found, expected));
    }
  }

  private static int requireCount(Path file, int count, String what) {
    if (count <= 0) {
      throw new SourceException(
          "The header of %s says %d %s; expected at least one.".formatted(file, count, what));
    }
    return count;
  }

  private static void requireShape(Path file, int rows, int columns) {
    if (rows != Digit.HEIGHT || columns != Digit.WIDTH) {
      throw new SourceException(
          "%s has images of %d × %d pixels; expected %d × %d."
              .formatted(file, rows, columns, Digit.HEIGHT, Digit.WIDTH));
    }
  }

  private static void requireMemory(Path file, int count) {
    long needed = (long) count * Digit.PIXELS;
    long allowed = Runtime.getRuntime().maxMemory();
    if (needed > allowed) {
      throw new SourceException(
          "The header of %s says %d images, which need %d MB, but the heap is limited to %d MB (-Xmx)."
              .formatted(file, count, needed >> 20, allowed >> 20));
    }
  }

  private static void requireEnd(Path file, DataInputStream in, String announced)
      throws IOException {
    if (in.read() != -1) {
      throw new SourceException(
          "%s continues after the %s in its header; it is damaged or has another format."
              .formatted(file, announced));
    }
  }

  private static void requireRange(Path file, byte[] labels) {
    for (int i = 0; i < labels.length; i++) {
      if ((labels[i] & 0xff) >= Digit.CLASSES) {
        throw new SourceException(
            "%s gives image %d the label %d; expected 0 to %d: this is no set of digits, or not of digits alone."
                .formatted(file, i, labels[i] & 0xff, Digit.CLASSES - 1));
      }
    }
  }

  private static SourceException truncated(Path file, String where, EOFException cause) {
    return new SourceException("%s is truncated: it ends %s.".formatted(file, where), cause);
  }
}
