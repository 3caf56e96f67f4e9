package io.contrastream.lifecycle;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Reserves a folder for one owner, across all processes, until it is closed. */
public final class FolderLock implements AutoCloseable {
  /** Closing any channel of a file releases its lock, so a process must not open a second one. */
  private static final Set<Path> HELD_HERE = new HashSet<>();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Locks a folder unless it is locked already; creates it if it is missing.
   *
   * @throws StartupException if the folder cannot be written
   */
  public static Optional<FolderLock> tryTake(Path folder) {
    synchronized (HELD_HERE) {
      try {
        Path real = Files.createDirectories(folder).toRealPath();
        return HELD_HERE.contains(real) ? Optional.empty() : lock(real);
      } catch (IOException e) {
        throw new StartupException("Folder " + folder + " cannot be written: " + e, e);
      }
    }
  }

  /** Closing the channel releases the lock. */
  @SuppressWarnings("resource")
  private static Optional<FolderLock> lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("in-use.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      return Optional.empty();
    }
    HELD_HERE.add(folder);
    return Optional.of(new FolderLock(folder, channel));
  }

  @Override
  public void close() {
    synchronized (HELD_HERE) {
      try {
        channel.close();
        HELD_HERE.remove(folder);
      } catch (IOException e) {
        throw new IllegalStateException(
            "A folder lock could not be released: " + e.getMessage(), e);
      }
    }
  }
}
