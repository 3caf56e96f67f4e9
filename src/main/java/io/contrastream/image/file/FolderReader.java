package io.contrastream.image.file;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitSet;
import io.contrastream.image.DigitSource;
import io.contrastream.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads PNG and JPEG images of digits from a folder: from a folder per label, named after it, or
 * from the folder itself, without labels. Shuffles the digits in an order that depends on the files
 * only, so that slices contain all labels; the order of the files, sorted by folder and name, is
 * known besides. An image that can't be read is left out, with a note.
 */
public final class FolderReader {

  private static final long SHUFFLE_SEED = 28;

  /** More notes of one kind would hide the others. */
  private static final int MAX_NOTES = 10;

  private static final Set<String> SUFFIXES = Set.of("png", "jpg", "jpeg");

  private final Path folder;
  private final Fit fit;
  private final List<Path> leftOut = new ArrayList<>();
  private final List<SourceException> faults = new ArrayList<>();

  private FolderReader(Path folder, Fit fit) {
    this.folder = folder;
    this.fit = fit;
  }

  /**
   * @param label null if it is unknown
   */
  private record ImagePath(Path file, Integer label) {}

  private record Named(Digit digit, String name) {}

  /**
   * @throws SourceException if the folder is missing, has a subfolder that is not a label beside
   *     those that are, or holds no image that can be read
   */
  public static DigitSource read(Path folder, Fit fit) {
    if (Files.isRegularFile(folder)) {
      throw new SourceException("%s is a file; expected a folder of images.".formatted(folder));
    }
    if (!Files.isDirectory(folder)) {
      throw new SourceException("The folder %s does not exist.".formatted(folder.toAbsolutePath()));
    }
    return new FolderReader(folder, fit).read();
  }

  private DigitSource read() {
    List<Path> inside = sorted(folder);
    List<ImagePath> files =
        inside.stream().anyMatch(FolderReader::isLabel) ? labelled(inside) : flat(inside);
    List<Named> named = files.stream().flatMap(this::read).toList();
    if (named.isEmpty()) {
      throw faults.stream().findFirst().orElseGet(this::empty);
    }
    List<Integer> places = new ArrayList<>(IntStream.range(0, named.size()).boxed().toList());
    Collections.shuffle(places, new Random(SHUFFLE_SEED));
    return new FileDigits(
        new DigitSet(places.stream().map(place -> named.get(place).digit()).toList()),
        places,
        places.stream().map(place -> named.get(place).name()).toList(),
        notes());
  }

  private List<ImagePath> labelled(List<Path> inside) {
    List<ImagePath> files = new ArrayList<>();
    for (Path each : inside) {
      if (Files.isDirectory(each)) {
        int label = label(each);
        images(sorted(each)).forEach(file -> files.add(new ImagePath(file, label)));
      } else {
        leftOut.add(each);
      }
    }
    return files;
  }

  private List<ImagePath> flat(List<Path> inside) {
    return images(inside).stream().map(file -> new ImagePath(file, null)).toList();
  }

  private List<Path> images(List<Path> inside) {
    inside.stream().filter(each -> !isImage(each)).forEach(leftOut::add);
    return inside.stream().filter(FolderReader::isImage).toList();
  }

  private Stream<Named> read(ImagePath image) {
    try {
      byte[] pixels = ImageFile.read(image.file(), fit);
      String name = folder.relativize(image.file()).toString();
      return Stream.of(new Named(new Digit(pixels, image.label()), name));
    } catch (SourceException e) {
      faults.add(e);
      return Stream.empty();
    }
  }

  private SourceException empty() {
    return new SourceException(
        "%s contains no PNG or JPEG images; expected some in it, or in a folder for each label, 0 to %d."
            .formatted(folder, Digit.CLASSES - 1));
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    faults.stream().limit(MAX_NOTES).map(e -> "Left out: " + e.getMessage()).forEach(notes::add);
    if (faults.size() > MAX_NOTES) {
      notes.add("%d more images were left out.".formatted(faults.size() - MAX_NOTES));
    }
    if (!leftOut.isEmpty()) {
      notes.add(
          "%d files or folders in %s were left out, such as %s; only .png, .jpg and .jpeg files right in the folder or in that of a label are read."
              .formatted(leftOut.size(), folder, folder.relativize(leftOut.get(0))));
    }
    return notes;
  }

  private static boolean isLabel(Path folder) {
    String name = folder.getFileName().toString();
    return Files.isDirectory(folder) && name.length() == 1 && Character.isDigit(name.charAt(0));
  }

  private static int label(Path folder) {
    if (!isLabel(folder)) {
      throw new SourceException(
          "The name of the folder %s is not a label; expected 0 to %d."
              .formatted(folder, Digit.CLASSES - 1));
    }
    return Character.digit(folder.getFileName().toString().charAt(0), 10);
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString();
    String suffix = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return SUFFIXES.contains(suffix) && Files.isRegularFile(file);
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
