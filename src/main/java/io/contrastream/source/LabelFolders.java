package io.contrastream.source;

import io.contrastream.config.FileFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads inputs from a folder: from a folder per label, named after it, or from the folder itself,
 * without labels. Shuffles them in an order that depends on the files only, so that slices contain
 * all labels; the order of the files, sorted by folder and name, is known besides. A file that
 * can't be read is left out, with a note.
 */
public final class LabelFolders<I> {

  private static final long SHUFFLE_SEED = 28;

  /** More notes of one kind would hide the others. */
  private static final int MAX_NOTES = 10;

  private final Path folder;
  private final FileKind kind;
  private final Function<Path, I> reader;
  private final List<Path> leftOut = new ArrayList<>();
  private final List<SourceException> faults = new ArrayList<>();

  private LabelFolders(Path folder, FileKind kind, Function<Path, I> reader) {
    this.folder = folder;
    this.kind = kind;
    this.reader = reader;
  }

  /**
   * @param label null if it is unknown
   */
  private record LabelledPath(Path file, Integer label) {}

  private record Named<I>(Labelled<I> input, String name) {}

  /**
   * @param reader throws a SourceException if a file can't be read
   * @throws SourceException if the folder is missing, has a subfolder that is not a label beside
   *     those that are, or holds no file that can be read
   */
  public static <I> FileInputs<I> read(Path folder, FileKind kind, Function<Path, I> reader) {
    if (Files.isRegularFile(folder)) {
      throw new SourceException(
          "%s is a file; expected a folder of %s.".formatted(folder, kind.inputs()));
    }
    if (!Files.isDirectory(folder)) {
      throw new SourceException("The folder %s does not exist.".formatted(folder.toAbsolutePath()));
    }
    return new LabelFolders<>(folder, kind, reader).read();
  }

  private FileInputs<I> read() {
    List<Path> inside = sorted(folder);
    List<LabelledPath> files =
        inside.stream().anyMatch(LabelFolders::isLabel) ? labelled(inside) : flat(inside);
    List<Named<I>> named = files.stream().flatMap(this::read).toList();
    if (named.isEmpty()) {
      throw faults.stream().findFirst().orElseGet(this::empty);
    }
    List<Integer> places = new ArrayList<>(IntStream.range(0, named.size()).boxed().toList());
    Collections.shuffle(places, new Random(SHUFFLE_SEED));
    return new FileInputs<>(
        places.stream().map(place -> named.get(place).input()).toList(),
        places,
        places.stream().map(place -> named.get(place).name()).toList(),
        notes());
  }

  private List<LabelledPath> labelled(List<Path> inside) {
    List<LabelledPath> files = new ArrayList<>();
    for (Path each : inside) {
      if (Files.isDirectory(each)) {
        int label = label(each);
        ofKind(sorted(each)).forEach(file -> files.add(new LabelledPath(file, label)));
      } else {
        leftOut.add(each);
      }
    }
    return files;
  }

  private List<LabelledPath> flat(List<Path> inside) {
    return ofKind(inside).stream().map(file -> new LabelledPath(file, null)).toList();
  }

  private List<Path> ofKind(List<Path> inside) {
    inside.stream().filter(each -> !kind.includes(each)).forEach(leftOut::add);
    return inside.stream().filter(kind::includes).toList();
  }

  private Stream<Named<I>> read(LabelledPath path) {
    try {
      Labelled<I> input = new Labelled<>(reader.apply(path.file()), path.label());
      return Stream.of(new Named<>(input, folder.relativize(path.file()).toString()));
    } catch (SourceException e) {
      faults.add(e);
      return Stream.empty();
    }
  }

  private SourceException empty() {
    return new SourceException(
        "%s contains no %s; expected some in it, or in a folder for each label, 0 to %d."
            .formatted(folder, kind.files(), Labelled.CLASSES - 1));
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    faults.stream().limit(MAX_NOTES).map(e -> "Left out: " + e.getMessage()).forEach(notes::add);
    if (faults.size() > MAX_NOTES) {
      notes.add("%d more %s were left out.".formatted(faults.size() - MAX_NOTES, kind.inputs()));
    }
    if (!leftOut.isEmpty()) {
      notes.add(
          "%d files or folders in %s were left out, such as %s; only %s files right in the folder or in that of a label are read."
              .formatted(leftOut.size(), folder, folder.relativize(leftOut.get(0)), kind.listed()));
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
              .formatted(folder, Labelled.CLASSES - 1));
    }
    return Character.digit(folder.getFileName().toString().charAt(0), 10);
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  /** Returns what isn't hidden. */
  private static List<Path> sorted(Path folder) {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.filter(path -> !isHidden(path)).sorted().toList();
    } catch (IOException e) {
      throw new SourceException(
          "%s cannot be read: %s.".formatted(folder, FileFaults.reason(e)), e);
    }
  }
}
