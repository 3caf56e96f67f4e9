package io.contrastream.sink.file;

import io.contrastream.config.FileFaults;
import io.contrastream.config.SinkSettings;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.lifecycle.FolderLock;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.sink.Batch;
import io.contrastream.sink.Row;
import io.contrastream.sink.Store;
import io.contrastream.sink.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * A folder of files, each with the rows of one partition between two offsets, which its name tells.
 * A file is finished when it reaches a size or an age. The names of finished files are all that is
 * known of the positions, so rows and positions become durable together: when a file is renamed.
 * Files hold what was embedded; tombstones are left out.
 */
public final class FileStore implements Store {
  private static final String TEMPORARY = ".part";

  private final Path folder;
  private final String topic;
  private final FileFormat format;
  private final SinkSettings settings;
  private final LongSupplier clockNs;
  private final FolderLock lock;
  private final Map<Integer, OpenFile> open = new HashMap<>();

  /** The offset after the last finished file, by partition. */
  private final Map<Integer, Long> finished = new HashMap<>();

  /**
   * Takes the folder; creates it if it is missing.
   *
   * @throws StartupException if another sink has it
   */
  public FileStore(Path folder, String topic, FileFormat format, SinkSettings settings) {
    this(folder, topic, format, settings, System::nanoTime);
  }

  FileStore(
      Path folder, String topic, FileFormat format, SinkSettings settings, LongSupplier clockNs) {
    this.folder = folder.toAbsolutePath();
    this.topic = topic;
    this.format = format;
    this.settings = settings;
    this.clockNs = clockNs;
    this.lock =
        FolderLock.tryTake(folder)
            .orElseThrow(
                () -> new StartupException("Folder " + folder + " is used by another sink"));
  }

  @Override
  public Map<Integer, Long> open(Set<Integer> partitions) {
    discardOpenFiles();
    finished.clear();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith("." + topic + "-") && name.endsWith(format.suffix() + TEMPORARY)) {
          Files.delete(file);
        }
        OffsetFile.parse(name, topic, format.suffix())
            .ifPresent(it -> finished.merge(it.partition(), it.last() + 1, Math::max));
      }
    } catch (IOException e) {
      throw failure(e);
    }
    return Map.copyOf(finished);
  }

  @Override
  public void write(Batch batch) {
    try {
      for (Row row : batch.rows()) {
        if (!row.isTombstone()) {
          fileOf(row).write(row);
        }
      }
      for (Map.Entry<Integer, Long> position : batch.positions().entrySet()) {
        if (open.containsKey(position.getKey())) {
          open.get(position.getKey()).completeTo(position.getValue());
        }
      }
    } catch (IOException e) {
      throw failure(e);
    }
    roll(false);
  }

  /** The first file of a partition begins at its first row, others where the last one ends. */
  @SuppressWarnings("resource") // closed when it is finished
  private OpenFile fileOf(Row row) throws IOException {
    OpenFile file = open.get(row.partition());
    if (file == null) {
      Path path =
          folder.resolve(".%s-%d%s".formatted(topic, row.partition(), format.suffix() + TEMPORARY));
      long first = finished.getOrDefault(row.partition(), row.offset());
      file = new OpenFile(path, format, first, clockNs.getAsLong());
      open.put(row.partition(), file);
    }
    return file;
  }

  @Override
  public void rest(boolean caughtUp) {
    roll(false);
  }

  @Override
  public void finish() {
    roll(true);
  }

  /** Finishes the files that are large or old enough, or all. */
  private void roll(boolean all) {
    try {
      for (int partition : List.copyOf(open.keySet())) {
        OpenFile file = open.get(partition);
        if (all
            || file.bytes() >= settings.rollSize()
            || file.ageNs(clockNs.getAsLong()) >= settings.rollInterval().toNanos()) {
          finished.put(partition, file.finish(topic, partition, format.suffix()));
          open.remove(partition);
        }
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private StoreException failure(IOException e) {
    return new StoreException(
        "Folder %s cannot be written: %s".formatted(folder, FileFaults.reason(e)), e);
  }

  private void discardOpenFiles() {
    open.values().forEach(Closeables::closeAll);
    open.clear();
  }

  @Override
  public void close() {
    discardOpenFiles();
    lock.close();
  }
}
