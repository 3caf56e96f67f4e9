package io.contrastream.checkpoint;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A checkpoint's file in a folder.
 *
 * @param path of the file
 * @param bytes its size
 * @param id the checkpoint's; empty where the file is refused
 * @param metadata free facts; empty where the file is refused
 * @param fault why the file is refused, one sentence
 */
public record StoredCheckpoint(
    Path path, long bytes, String id, Map<String, String> metadata, Optional<String> fault) {

  /** The file's name without its suffix; what a user calls it. */
  public String name() {
    String file = path.getFileName().toString();
    return file.substring(0, file.length() - CheckpointFile.Format.of(path).suffix.length());
  }
}
