package io.contrastream.checkpoint;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A checkpoint's file in a folder. Id and metadata are empty if the file is invalid.
 *
 * @param bytes size of the file
 * @param fault why the file is invalid, one sentence
 */
public record StoredCheckpoint(
    Path path, long bytes, String id, Map<String, String> metadata, Optional<String> fault) {

  /** Returns the file's name without its suffix, as users refer to it. */
  public String name() {
    return CheckpointFile.nameOf(path);
  }
}
