package io.contrastream.processor;

import io.contrastream.lifecycle.FolderLock;
import io.contrastream.lifecycle.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * Which of this machine's instances of an application this one is, and its name, which stays the
 * same when it is started again. An instance takes the first slot that is free; the slot of one
 * that died is free at once, and so the next start goes by the dead one's name.
 */
final class InstanceSlot implements AutoCloseable {
  private static final int MOST = 1000;

  private final FolderLock lock;
  private final String id;

  private InstanceSlot(FolderLock lock, String id) {
    this.lock = lock;
    this.id = id;
  }

  /**
   * @param stateDir made where missing; instances may share it
   * @throws StartupException where it can't be written
   */
  static InstanceSlot take(Path stateDir, String applicationId) {
    try {
      for (int i = 1; i <= MOST; i++) {
        Path folder = stateDir.resolve(applicationId).resolve("instance-" + i);
        Optional<FolderLock> lock = FolderLock.tryTake(folder);
        if (lock.isPresent()) {
          return new InstanceSlot(lock.get(), id(folder.resolve("id")));
        }
      }
    } catch (IOException | StartupException e) {
      throw new StartupException(
          e.getMessage() + "; name a folder that can be written: stream.state.dir", e);
    }
    throw new StartupException(
        "More than %d instances share %s; give this one a stream.state.dir of its own"
            .formatted(MOST, stateDir));
  }

  private static String id(Path file) throws IOException {
    if (Files.exists(file)) {
      String id = Files.readString(file).strip();
      if (id.matches("[0-9a-f-]{36}")) { // else the last start was cut short
        return id;
      }
    }
    String id = UUID.randomUUID().toString();
    Files.writeString(file, id);
    return id;
  }

  /** Unlike that of any other instance, here and elsewhere. */
  String id() {
    return id;
  }

  @Override
  public void close() {
    lock.close();
  }
}
