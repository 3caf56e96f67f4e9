package io.contrastream.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** One checkpoint in one file; the suffix tells the format. */
public final class CheckpointFile {

  /** No larger file is read: the network has 2.4 MB, and a wrong file shall not eat the memory. */
  static final int MAX_BYTES = 64 << 20;

  private CheckpointFile() {}

  /**
   * @param path ends in {@code .safetensors}
   * @throws CheckpointException where there is no such file, or its content is refused
   */
  public static Checkpoint load(Path path) {
    requireSuffix(path);
    return Safetensors.decode(bytes(path), path.toString());
  }

  /**
   * Writes the file as a whole or not at all, taking the place of one of that name.
   *
   * @param path ends in {@code .safetensors}; its folder is made where missing
   * @throws CheckpointException where it can't be written
   */
  public static void save(Checkpoint checkpoint, Path path) {
    requireSuffix(path);
    try {
      AtomicFile.write(path, Safetensors.encode(checkpoint));
    } catch (IOException e) {
      throw new CheckpointException(path + " can't be written: " + e.getMessage(), e);
    }
  }

  private static byte[] bytes(Path path) {
    try (InputStream file = Files.newInputStream(path)) {
      byte[] bytes = file.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new CheckpointException(
            path + " is larger than the 64 MiB that a checkpoint may have");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new CheckpointException("There is no file " + path, e);
    } catch (IOException e) {
      throw new CheckpointException(path + " can't be read: " + e.getMessage(), e);
    }
  }

  private static void requireSuffix(Path path) {
    if (!path.toString().endsWith(".safetensors")) {
      throw new CheckpointException(path + " must end in .safetensors");
    }
  }
}
