package io.contrastream.processor;

import io.contrastream.lifecycle.FolderLock;
import io.contrastream.lifecycle.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * The identity of one instance of an application on this machine, which survives a restart. An
 * instance takes the first free slot. The slot of an instance that died is free at once, so the
 * next one to start takes over its id.
 *
 * @param id unique among all instances on all machines
 */
record InstanceSlot(FolderLock lock, String id) implements AutoCloseable {
  private static final int MAX_INSTANCES = 1000;

  /**
   * @param stateDir created if missing; several instances may share it
   * @throws StartupException if the folder cannot be written or all slots are taken
   */
  static InstanceSlot take(Path stateDir, String applicationId) {
    try {
      for (int i = 1; i <= MAX_INSTANCES; i++) {
        Path folder = stateDir.resolve(applicationId).resolve("instance-" + i);
        Optional<FolderLock> lock = FolderLock.tryTake(folder);
        if (lock.isPresent()) {
          return new InstanceSlot(lock.get(), id(folder.resolve("id")));
        }
      }
    } catch (IOException | StartupException e) {
      throw new StartupException(e.getMessage() + "; set stream.state.dir to a writable folder", e);
    }
    throw new StartupException(
        "More than %d instances share %s; set stream.state.dir to another folder for this one"
            .formatted(MAX_INSTANCES, stateDir));
  }

  private static String id(Path file) throws IOException {
    if (Files.exists(file)) {
      String id = Files.readString(file).strip();
      if (id.matches("[0-9a-f-]{36}")) { // otherwise, writing it was interrupted
        return id;
      }
    }
    String id = UUID.randomUUID().toString();
    Files.writeString(file, id);
    return id;
  }

  @Override
  public void close() {
    lock.close();
  }
}
