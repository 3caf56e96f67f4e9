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
 * Reads PNG images of 28 × 28 pixels from a folder for each label, named 0 to 9. The digits come
 * shuffled, always alike for the same files, so that every slice holds all labels.
 */
public final class PngReader {

  private static final long ORDER = 28;

  private PngReader() {}

  private record LabelledFile(Path file, int label) {}

  /**
   * @throws SourceException where the folder is missing, holds a folder that is no label, or an
   *     image can't be read or is of another size
   */
  public static DigitSet read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new SourceException("There is no folder %s.".formatted(folder.toAbsolutePath()));
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
          "%s holds no PNG images; expected was a folder for each label, 0 to 9, with its images."
              .formatted(folder));
    }
    Collections.shuffle(files, new Random(ORDER));
    return new DigitSet(
        files.stream().map(f -> new Digit(PngImage.read(f.file()), f.label())).toList());
  }

  private static int label(Path folder) {
    String name = folder.getFileName().toString();
    if (name.length() != 1 || !Character.isDigit(name.charAt(0))) {
      throw new SourceException(
          "%s is a folder whose name is no label; 0 to 9 was expected.".formatted(folder));
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
