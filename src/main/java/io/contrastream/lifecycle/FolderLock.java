package io.contrastream.lifecycle;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Keeps a folder for one user, in this process and in others, until it is closed. */
public final class FolderLock implements AutoCloseable {
  /** A file's lock goes when its process closes any channel of it, so we open no second one. */
  private static final Set<Path> HELD_HERE = new HashSet<>();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * @param folder made where missing
   * @throws StartupException where another holds it, or it can't be written
   */
  public static FolderLock take(Path folder) {
    return tryTake(folder)
        .orElseThrow(
            () ->
                new StartupException(
                    "Folder "
                        + folder
                        + " is in use by another broker; stop that one, or take another folder"));
  }

  /**
   * Empty where another holds it.
   *
   * @param folder made where missing
   * @throws StartupException where it can't be written
   */
  public static Optional<FolderLock> tryTake(Path folder) {
    synchronized (HELD_HERE) {
      try {
        Path real = Files.createDirectories(folder).toRealPath();
        return HELD_HERE.contains(real) ? Optional.empty() : lock(real);
      } catch (IOException e) {
        throw new StartupException("Folder " + folder + " can't be written: " + e, e);
      }
    }
  }

  /** The lock goes with its channel. */
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
        throw new IllegalStateException("A lock can't be given back: " + e.getMessage(), e);
      }
    }
  }
}
