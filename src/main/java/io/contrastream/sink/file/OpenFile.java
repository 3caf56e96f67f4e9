package io.contrastream.sink.file;

import io.contrastream.sink.Row;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that grows under a temporary name, and gets its name when it is complete and on disk. */
final class OpenFile implements AutoCloseable {
  private final Path path;
  private final RowWriter writer;
  private final long openedNs;
  private final long first;
  private long next;

  /**
   * @param path temporary
   * @param first offset that the file begins at
   */
  OpenFile(Path path, FileFormat format, long first, long nowNs) throws IOException {
    Files.deleteIfExists(path);
    this.path = path;
    this.first = first;
    this.next = first;
    this.openedNs = nowNs;
    this.writer = format.create(path);
  }

  void write(Row row) throws IOException {
    writer.write(row);
  }

  /**
   * Notes up to where the file has all rows.
   *
   * @param offset exclusive
   */
  void completeTo(long offset) {
    next = offset;
  }

  long bytes() throws IOException {
    return writer.bytes();
  }

  long ageNs(long nowNs) {
    return nowNs - openedNs;
  }

  /** Completes the file and renames it, and returns the offset after it. */
  long finish(String topic, int partition, String suffix) throws IOException {
    writer.close();
    sync(path, StandardOpenOption.WRITE);
    String name = new OffsetFile(topic, partition, first, next - 1, suffix).fileName();
    Files.move(path, path.resolveSibling(name), StandardCopyOption.ATOMIC_MOVE);
    sync(path.getParent(), StandardOpenOption.READ);
    return next;
  }

  private static void sync(Path path, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }

  /** Gives the file up, if it isn't finished. */
  @Override
  public void close() throws IOException {
    try {
      writer.close();
    } finally {
      Files.deleteIfExists(path);
    }
  }
}
