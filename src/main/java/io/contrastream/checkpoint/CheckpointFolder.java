package io.contrastream.checkpoint;

import io.contrastream.checkpoint.CheckpointFile.Format;
import io.contrastream.config.FileFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The checkpoint files in a folder. They may come and go; any thread may call.
 *
 * @param path of the folder, which {@link #save} creates if it is missing
 */
public record CheckpointFolder(Path path) {
  private static final String NAME = "\\w[\\w.-]{0,99}";
  private static final String ID = "[0-9a-f]{4,12}";
  private static final String WHOLE_ID = "[0-9a-f]{12}";

  /**
   * Reads and returns all checkpoints, safetensors before PyTorch files, each by name; an invalid
   * one is listed with its fault.
   */
  public List<StoredCheckpoint> list() {
    return files().stream().map(CheckpointFolder::describe).toList();
  }

  /**
   * Returns the names of the files by the ids of their checkpoints. Files that are damaged or named
   * by the id alone are left out.
   */
  public Map<String, String> names() {
    return files().stream()
        .filter(file -> !CheckpointFile.nameOf(file).matches(WHOLE_ID))
        .map(CheckpointFolder::describe)
        .filter(stored -> stored.fault().isEmpty())
        .collect(
            Collectors.toMap(StoredCheckpoint::id, StoredCheckpoint::name, (first, next) -> first));
  }

  /**
   * Finds a file by its path, by its name with or without the suffix, or, if there is none, by the
   * first 4 to 12 digits of its checkpoint's id.
   *
   * @throws CheckpointException if the reference is unknown or ambiguous, with what there is
   */
  public Path resolve(String reference) {
    return find(reference).orElseThrow(() -> unknown(reference));
  }

  /**
   * As {@link #resolve}; empty if the reference is unknown.
   *
   * @throws CheckpointException if the reference is ambiguous
   */
  public Optional<Path> find(String reference) {
    return named(reference).or(() -> identified(reference));
  }

  /** Whether this may be the first digits of a checkpoint's id. */
  public static boolean isId(String reference) {
    return reference.matches(ID);
  }

  /** {@link #resolve}, then {@link CheckpointFile#load}. */
  public Checkpoint load(String reference) {
    return CheckpointFile.load(resolve(reference));
  }

  /**
   * Writes {@code name.safetensors} as {@link CheckpointFile#save} does.
   *
   * @param name letters, digits, {@code . _ -}; 100 at most
   */
  public Path save(Checkpoint checkpoint, String name) {
    if (!name.matches(NAME)) {
      throw new CheckpointException(
          "A checkpoint can't be named %s; use up to 100 letters, digits, dots and dashes"
              .formatted(CheckpointException.quoted(name)));
    }
    Path file = path.resolve(name + Format.SAFETENSORS.suffix);
    CheckpointFile.save(checkpoint, file);
    return file;
  }

  private Optional<Path> named(String reference) {
    if (reference.isBlank()) {
      return Optional.empty();
    }
    try {
      return Stream.concat(
              Stream.of(Path.of(reference), path.resolve(reference)),
              suffixes().map(suffix -> path.resolve(reference + suffix)))
          .filter(Files::isRegularFile)
          .findFirst();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private Optional<Path> identified(String reference) {
    if (!isId(reference)) {
      return Optional.empty();
    }
    List<StoredCheckpoint> found =
        list().stream().filter(stored -> stored.id().startsWith(reference)).toList();
    // The same weights in several files are one checkpoint: any file will do.
    if (found.stream().map(StoredCheckpoint::id).distinct().count() > 1) {
      throw new CheckpointException(
          "Several checkpoints begin with %s: %s; give more digits"
              .formatted(reference, described(found)));
    }
    return found.stream().map(StoredCheckpoint::path).findFirst();
  }

  private CheckpointException unknown(String reference) {
    List<StoredCheckpoint> all = list();
    return new CheckpointException(
        "There is no checkpoint %s; the folder %s holds %s"
            .formatted(
                CheckpointException.quoted(reference),
                path,
                all.isEmpty() ? "none" : described(all)));
  }

  private static String described(List<StoredCheckpoint> checkpoints) {
    return checkpoints.stream()
        .map(it -> "%s (%s)".formatted(it.name(), it.fault().isPresent() ? "damaged" : it.id()))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private List<Path> files() {
    if (!Files.exists(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> Format.of(file).isPresent())
          .sorted(
              Comparator.comparing((Path file) -> Format.of(file).orElseThrow())
                  .thenComparing(Path::getFileName))
          .toList();
    } catch (IOException e) {
      throw new CheckpointException(
          "The folder %s can't be read: %s".formatted(path, FileFaults.reason(e)), e);
    }
  }

  private static StoredCheckpoint describe(Path file) {
    long bytes = file.toFile().length();
    try {
      Checkpoint checkpoint = CheckpointFile.load(file);
      return new StoredCheckpoint(
          file, bytes, checkpoint.id(), checkpoint.metadata(), Optional.empty());
    } catch (CheckpointException e) {
      return new StoredCheckpoint(file, bytes, "", Map.of(), Optional.of(e.getMessage()));
    }
  }

  /** Returns how the names of checkpoint files may end. */
  public static Stream<String> suffixes() {
    return Arrays.stream(Format.values()).flatMap(format -> format.suffixes.stream());
  }
}
