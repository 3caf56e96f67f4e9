package io.contrastream.checkpoint;

import io.contrastream.config.FileFaults;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** One checkpoint in one file; the suffix tells the format. */
public final class CheckpointFile {

  /** No larger file is read: the network has 2.4 MB, and a wrong file shall not eat the memory. */
  static final int MAX_BYTES = 64 << 20;

  private CheckpointFile() {}

  /** How a checkpoint lies in a file. */
  public enum Format {
    SAFETENSORS(".safetensors"),
    /** A state_dict of PyTorch, which has no place for metadata. */
    PYTORCH(".pt");

    public final String suffix;

    Format(String suffix) {
      this.suffix = suffix;
    }

    /**
     * @throws CheckpointException where the suffix is no format's
     */
    static Format of(Path path) {
      return Arrays.stream(values())
          .filter(format -> path.toString().endsWith(format.suffix))
          .findFirst()
          .orElseThrow(() -> new CheckpointException(path + " must end in .safetensors or .pt"));
    }
  }

  /**
   * @param path ends in {@code .safetensors} or {@code .pt}
   * @throws CheckpointException where there is no such file, or its content is refused
   */
  public static Checkpoint load(Path path) {
    return switch (Format.of(path)) {
      case SAFETENSORS -> Safetensors.decode(bytes(path), path.toString());
      case PYTORCH -> PytorchFile.read(path);
    };
  }

  /**
   * Writes the file as a whole or not at all, taking the place of one of that name.
   *
   * @param path ends in {@code .safetensors} or {@code .pt}; its folder is made where missing
   * @throws CheckpointException where it can't be written
   */
  public static void save(Checkpoint checkpoint, Path path) {
    byte[] bytes =
        switch (Format.of(path)) {
          case SAFETENSORS -> Safetensors.encode(checkpoint);
          case PYTORCH -> PytorchFile.encode(checkpoint);
        };
    try {
      AtomicFile.write(path, bytes);
    } catch (IOException e) {
      throw new CheckpointException(path + " can't be written: " + FileFaults.reason(e), e);
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
      throw new CheckpointException(path + " can't be read: " + FileFaults.reason(e), e);
    }
  }
}
