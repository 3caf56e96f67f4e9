package io.contrastream.image.file;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitSet;
import io.contrastream.image.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Reads PNG images of digits from a folder per label, named after it. Shuffles the digits in an
 * order that depends on the files only, so that slices contain all labels.
 */
public final class PngReader {

  private static final long SHUFFLE_SEED = 28;

  private PngReader() {}

  private record LabelledFile(Path file, int label) {}

  /**
   * @throws SourceException if the folder is missing or has a subfolder that is not a label, or if
   *     an image cannot be read, has another size or is blank
   */
  public static DigitSet read(Path folder) {
    if (Files.isRegularFile(folder)) {
      throw new SourceException(
          "%s is a file; expected a folder with a folder of images for each label."
              .formatted(folder));
    }
    if (!Files.isDirectory(folder)) {
      throw new SourceException("The folder %s does not exist.".formatted(folder.toAbsolutePath()));
    }
    List<LabelledFile> files = new ArrayList<>();
    for (Path inside : sorted(folder)) {
      if (Files.isDirectory(inside) && !isHidden(inside)) {
        int label = label(inside);
        images(inside).forEach(image -> files.add(new LabelledFile(image, label)));
      }
    }
    if (files.isEmpty()) {
      throw new SourceException(
          "%s contains no PNG images; expected a folder with images for each label, 0 to %d."
              .formatted(folder, Digit.CLASSES - 1));
    }
    Collections.shuffle(files, new Random(SHUFFLE_SEED));
    return new DigitSet(
        files.stream().map(f -> new Digit(PngImage.read(f.file()), f.label())).toList());
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

  private static List<Path> images(Path folder) {
    return sorted(folder).stream()
        .filter(file -> !isHidden(file))
        .filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".png"))
        .toList();
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  private static List<Path> sorted(Path folder) {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.sorted().toList();
    } catch (IOException e) {
      throw SourceFile.unreadable(folder, e);
    }
  }
}
