package io.contrastream.topic.checkpoint;

import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.checkpoint.CheckpointFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;

/**
 * What people call checkpoints: the name of the file in a folder or else, for those of a trainer,
 * its name and step, such as {@code trainer-1200}. A name helps to recognise a checkpoint; only its
 * id identifies it. Not thread-safe.
 */
public final class CheckpointNames {
  private final CheckpointFolder folder;
  private Map<String, String> files = Map.of();
  private FileTime changedAt;

  public CheckpointNames(CheckpointFolder folder) {
    this.folder = folder;
  }

  /** Returns the names by id, of the checkpoints that have one. Reads the folder if it changed. */
  public Map<String, String> of(CheckpointHistory history) {
    readFolder();
    Map<String, String> names = new HashMap<>();
    for (PublishedCheckpoint each : history.checkpoints()) {
      if (each.lineage() != null) {
        names.put(each.id(), each.lineage().getTrainer() + "-" + each.lineage().getStep());
      }
    }
    names.putAll(files);
    return names;
  }

  private void readFolder() {
    try {
      FileTime changed = Files.getLastModifiedTime(folder.path());
      if (!changed.equals(changedAt)) {
        changedAt = changed;
        files = folder.names();
      }
    } catch (IOException | CheckpointException e) {
      files = Map.of(); // there may be none; names are a convenience
      changedAt = null;
    }
  }
}
