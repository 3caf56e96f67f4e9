package io.contrastream.image.file;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitSet;
import io.contrastream.image.DigitSource;
import io.contrastream.image.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads PNG images of digits from a folder per label, named after it. Shuffles the digits in an
 * order that depends on the files only, so that slices contain all labels; the order of the files,
 * sorted by folder and name, is known besides.
 */
public final class PngReader {

  private static final long SHUFFLE_SEED = 28;

  private PngReader() {}

  private record LabelledFile(Path file, int label) {

    Digit read() {
      return new Digit(PngImage.read(file), label);
    }
  }

  /**
   * @throws SourceException if the folder is missing or has a subfolder that is not a label, or if
   *     an image cannot be read, has another size or is blank
   */
  public static DigitSource read(Path folder) {
    if (Files.isRegularFile(folder)) {
      throw new SourceException(
          "%s is a file; expected a folder with a folder of images for each label."
              .formatted(folder));
    }
    if (!Files.isDirectory(folder)) {
      throw new SourceException("The folder %s does not exist.".formatted(folder.toAbsolutePath()));
    }
    List<LabelledFile> files = new ArrayList<>();
    List<Path> leftOut = new ArrayList<>();
    for (Path inside : sorted(folder)) {
      if (!Files.isDirectory(inside)) {
        leftOut.add(inside);
        continue;
      }
      int label = label(inside);
      for (Path file : sorted(inside)) {
        if (isPng(file)) {
          files.add(new LabelledFile(file, label));
        } else {
          leftOut.add(file);
        }
      }
    }
    if (files.isEmpty()) {
      throw new SourceException(
          "%s contains no PNG images; expected a folder with images for each label, 0 to %d."
              .formatted(folder, Digit.CLASSES - 1));
    }
    List<Integer> places = new ArrayList<>(IntStream.range(0, files.size()).boxed().toList());
    Collections.shuffle(places, new Random(SHUFFLE_SEED));
    List<Digit> digits = places.stream().map(place -> files.get(place).read()).toList();
    return new FileDigits(new DigitSet(digits), places, notes(folder, leftOut));
  }

  private static List<String> notes(Path folder, List<Path> leftOut) {
    return leftOut.isEmpty()
        ? List.of()
        : List.of(
            "%d files or folders in %s were left out, such as %s; only .png files right in the folder of a label are read."
                .formatted(leftOut.size(), folder, folder.relativize(leftOut.get(0))));
  }

  private static int label(Path folder) {
    String name = folder.getFileName().toString();
    if (name.length() != 1 || !Character.isDigit(name.charAt(0))) {
      throw new SourceException(
          "The name of the folder %s is not a label; expected 0 to %d."
              .formatted(folder, Digit.CLASSES - 1));
    }
    return Character.digit(name.charAt(0), 10);
  }

  private static boolean isPng(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".png");
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  /** Returns what isn't hidden. */
  private static List<Path> sorted(Path folder) {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.filter(path -> !isHidden(path)).sorted().toList();
    } catch (IOException e) {
      throw SourceFile.unreadable(folder, e);
    }
  }
}
