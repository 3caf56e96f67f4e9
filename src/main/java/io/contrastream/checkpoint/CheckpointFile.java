package io.contrastream.checkpoint;

import io.contrastream.config.FileFaults;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;

/** Reads and writes a checkpoint's file; its suffix says the format. */
public final class CheckpointFile {

  /** Maximum size of a file, so that a wrong one does not fill the memory; ours have 2.4 MB. */
  static final int MAX_BYTES = 64 << 20;

  private CheckpointFile() {}

  /** The format of a file. */
  public enum Format {
    SAFETENSORS(".safetensors"),
    /** A state_dict of PyTorch, without metadata. */
    PYTORCH(".pt");

    public final String suffix;

    Format(String suffix) {
      this.suffix = suffix;
    }

    /**
     * @throws CheckpointException if the suffix is unknown
     */
    static Format of(Path path) {
      return Arrays.stream(values())
          .filter(format -> path.toString().endsWith(format.suffix))
          .findFirst()
          .orElseThrow(() -> new CheckpointException(path + " must end in .safetensors or .pt"));
    }
  }

  /**
   * @throws CheckpointException if there is no such file, or its suffix or content is invalid
   */
  public static Checkpoint load(Path path) {
    return switch (Format.of(path)) {
      case SAFETENSORS -> Safetensors.decode(bytes(path), path.toString());
      case PYTORCH -> PytorchFile.read(path);
    };
  }

  /**
   * Writes the file completely or not at all, even if the power fails, and replaces one of that
   * name; creates its folder.
   *
   * @throws CheckpointException if it can't be written
   */
  public static void save(Checkpoint checkpoint, Path path) {
    byte[] bytes =
        switch (Format.of(path)) {
          case SAFETENSORS -> Safetensors.encode(checkpoint);
          case PYTORCH -> PytorchWriter.encode(checkpoint.tensors());
        };
    try {
      write(path, bytes);
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
      throw new CheckpointException(path + " does not exist", e);
    } catch (IOException e) {
      throw new CheckpointException(path + " can't be read: " + FileFaults.reason(e), e);
    }
  }

  private static void write(Path path, byte[] bytes) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    // The leading dot and the suffix keep a half-written file out of listings. createTempFile would
    // make the checkpoint readable by its owner only.
    Path temporary = folder.resolve("." + path.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
      flushName(folder);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void flushName(Path folder) throws IOException {
    // Windows cannot open a folder; there only the rename is guaranteed.
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
