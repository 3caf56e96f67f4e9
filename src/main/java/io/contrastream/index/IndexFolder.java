package io.contrastream.index;

import io.contrastream.config.FileFaults;
import io.contrastream.index.ChangeFormat.Step;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.lifecycle.FolderLock;
import io.contrastream.lifecycle.StartupException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder with a snapshot of the indexes, and a journal of the changes since then. Rows and
 * positions are in one step of the journal, so whatever is killed, both are there or none. Once the
 * journal is large, a new pair of files replaces the two. Not thread-safe.
 */
public final class IndexFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IndexFolder.class);
  private static final Pattern NAME = Pattern.compile("(snapshot|journal)-(\\d{1,9})");

  /** A smaller journal is read again in some seconds. */
  private static final long MIN_JOURNAL = 64 << 20;

  private final Path folder;
  private final FileHeader header;
  private final Spaces spaces;
  private final FolderLock lock;
  private final Map<Integer, Long> positions = new TreeMap<>();
  private int generation;
  private long snapshotBytes;
  private Journal journal;

  private IndexFolder(Path folder, FileHeader header, Spaces spaces, FolderLock lock) {
    this.folder = folder.toAbsolutePath();
    this.header = header;
    this.spaces = spaces;
    this.lock = lock;
  }

  /**
   * Takes the folder, creates it if it is missing, and loads what it holds.
   *
   * @param spaces empty so far
   * @throws StartupException if another process has the folder, or a file is damaged or another's
   */
  public static IndexFolder open(Path path, FileHeader header, Spaces spaces) {
    FolderLock lock =
        FolderLock.tryTake(path)
            .orElseThrow(
                () -> new StartupException("Folder " + path + " is used by another index"));
    IndexFolder folder = new IndexFolder(path, header, spaces, lock);
    try {
      folder.load();
      return folder;
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private void load() {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      generation = newest(all, "snapshot");
      if (newest(all, "journal") > generation) {
        throw new StartupException(
            "Folder %s has %s, but not the snapshot that belongs to it: restore it, or use an empty"
                    .formatted(folder, file("journal", newest(all, "journal")).getFileName())
                + " folder, which is filled from the topic");
      }
      if (generation > 0) {
        loadSnapshot();
      }
      for (Path each : all) { // before anything is written: the disk may be full
        deleteIfObsolete(each);
      }
      openJournal();
    } catch (IOException e) {
      throw new StartupException(
          "Folder %s cannot be read: %s".formatted(folder, FileFaults.reason(e)), e);
    }
  }

  private static int newest(List<Path> files, String kind) {
    return files.stream()
        .map(file -> NAME.matcher(file.getFileName().toString()))
        .filter(name -> name.matches() && name.group(1).equals(kind))
        .mapToInt(name -> Integer.parseInt(name.group(2)))
        .max()
        .orElse(0);
  }

  private Path file(String kind, int number) {
    return folder.resolve("%s-%09d".formatted(kind, number));
  }

  private void loadSnapshot() {
    Path file = file("snapshot", generation);
    try {
      positions.putAll(Snapshot.read(file, header, spaces));
      snapshotBytes = Files.size(file);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private void openJournal() {
    Path file = file("journal", generation);
    try {
      journal =
          Journal.open(
              file,
              header,
              step -> {
                spaces.apply(step.changes());
                positions.putAll(step.positions());
              });
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  /** Begins the journal if that failed after a snapshot was written. */
  private Journal journal() throws IOException {
    if (journal == null) {
      journal = Journal.open(file("journal", generation), header, step -> {});
    }
    return journal;
  }

  private static StartupException unusable(Path file, IOException e) {
    String reason = e instanceof EOFException ? "it is incomplete" : FileFaults.reason(e);
    return new StartupException(
        ("%s cannot be used: %s. Restore the folder, or use an empty one, which is filled from what"
                + " the topic still has")
            .formatted(file, reason),
        e);
  }

  private void deleteIfObsolete(Path file) throws IOException {
    String name = file.getFileName().toString();
    Matcher parts = NAME.matcher(name);
    boolean isOld = parts.matches() && Integer.parseInt(parts.group(2)) < generation;
    if (isOld || name.endsWith(Snapshot.TEMPORARY)) {
      Files.delete(file);
    }
  }

  /** The offset after what is indexed, by partition. */
  public Map<Integer, Long> positions() {
    return Map.copyOf(positions);
  }

  /** Changes the indexes, and remembers the changes and the positions after them together. */
  public void apply(List<Change> changes, Map<Integer, Long> after) throws IOException {
    journal().append(new Step(changes, after));
    spaces.apply(changes);
    positions.putAll(after);
  }

  /**
   * Checks that the topic is still the one that the folder was filled from.
   *
   * @throws StartupException if it was created again
   */
  void require(FileHeader now) {
    if (!now.equals(header)) {
      throw new StartupException(
          "Topic %s was deleted and created again: use an empty folder for it, not %s"
              .formatted(header.topic(), folder));
    }
  }

  /** Forgets what was not written as a whole, after {@link #apply} has failed. */
  void discardRest() throws IOException {
    journal().discardRest();
  }

  void sync() throws IOException {
    journal().sync();
  }

  /** Whether loading would take long, because there are many changes since the snapshot. */
  boolean isSnapshotDue() {
    return journal != null && journal.bytes() > Math.max(MIN_JOURNAL, snapshotBytes / 2);
  }

  /**
   * Writes a snapshot, and begins a new journal. Takes seconds for a million vectors.
   *
   * @throws IOException if that is not possible; the changes that follow are kept nevertheless
   */
  public void save() throws IOException {
    long startNs = System.nanoTime();
    Path snapshot = file("snapshot", generation + 1);
    Snapshot.write(snapshot, header, spaces, positions);
    generation++;
    Closeables.closeAll(journal);
    journal = null;
    snapshotBytes = Files.size(snapshot);
    Files.deleteIfExists(file("snapshot", generation - 1));
    Files.deleteIfExists(file("journal", generation - 1));
    journal();
    LOG.info("Saved {} bytes in {} ms", snapshotBytes, (System.nanoTime() - startNs) / 1_000_000);
  }

  /** The size of the files. */
  public long bytes() {
    return snapshotBytes + (journal == null ? 0 : journal.bytes());
  }

  @Override
  public void close() {
    Closeables.closeAll(journal, lock);
  }
}
