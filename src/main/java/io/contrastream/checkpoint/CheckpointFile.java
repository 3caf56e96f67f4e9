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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and writes a checkpoint's file. Its first bytes tell the format that is read, its suffix
 * the one that is written.
 */
public final class CheckpointFile {

  /** Maximum size of a file, so that a wrong one does not fill the memory; ours have 2.4 MB. */
  static final int MAX_BYTES = 64 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointFile.class);

  private CheckpointFile() {}

  /** The format of a file. */
  public enum Format {
    SAFETENSORS(".safetensors"),
    /** A state_dict of PyTorch, without metadata. */
    PYTORCH(".pt", ".pth", ".pth.tar", ".ckpt", ".bin"),
    /** A model of another program, which is only read. */
    ONNX(".onnx");

    /** The suffix of files whose name is not given. */
    public final String suffix;

    final List<String> suffixes;

    Format(String... suffixes) {
      this.suffixes = List.of(suffixes);
      suffix = suffixes[0];
    }

    /** Returns the format that files of this name should have; empty if the suffix is unknown. */
    static Optional<Format> of(Path path) {
      return Arrays.stream(values())
          .filter(format -> format.suffixes.stream().anyMatch(path.toString()::endsWith))
          .findFirst();
    }
  }

  /** Returns the file's name without its suffix. */
  public static String nameOf(Path file) {
    return file.getFileName().toString().replaceFirst("(\\.pth\\.tar|\\.[^.]*)$", "");
  }

  /**
   * Reads the weights of any format, or the description of a user's own encoder. Those of the known
   * network get its names and types; the metadata {@link Checkpoint#CHANGES} and the log tell what
   * was changed.
   *
   * @throws CheckpointException if there is no such file, or its content is invalid
   */
  public static Checkpoint load(Path path) {
    Optional<EncoderFile.Kind> kind = EncoderFile.kindOf(path);
    if (kind.isPresent()) {
      return Checkpoint.of(EncoderFile.read(path, kind.get()));
    }
    ForeignFiles.refuse(path);
    Checkpoint checkpoint =
        WrappedWeights.unwrap(
            isSafetensors(path)
                ? Safetensors.decode(bytes(path), path.toString())
                : PytorchFile.read(path));
    checkpoint.changes().ifPresent(changes -> LOG.info("{}: {}", path, changes));
    return checkpoint;
  }

  /** If the first bytes are of no format, the suffix tells what the file should have been. */
  private static boolean isSafetensors(Path path) {
    byte[] start = start(path, Long.BYTES + 1);
    boolean hasHeader = start.length > Long.BYTES && start[Long.BYTES] == '{';
    return hasHeader
        || !PytorchFile.isLikely(start)
            && Format.of(path).filter(Format.SAFETENSORS::equals).isPresent();
  }

  /**
   * Writes the file completely or not at all, even if the power fails, and replaces one of that
   * name; creates its folder.
   *
   * @throws CheckpointException if the suffix is unknown or it can't be written
   */
  public static void save(Checkpoint checkpoint, Path path) {
    checkpoint
        .file()
        .ifPresent(
            file -> {
              throw new CheckpointException(
                  "%s is a model of another program: copy the file itself, and its description"
                      .formatted(file.path()));
            });
    Format format =
        Format.of(path)
            .filter(each -> each != Format.ONNX)
            .orElseThrow(() -> new CheckpointException(path + " must end in .safetensors or .pt"));
    byte[] bytes =
        switch (format) {
          case SAFETENSORS -> Safetensors.encode(checkpoint);
          case PYTORCH, ONNX -> PytorchWriter.encode(checkpoint.tensors());
        };
    try {
      write(path, bytes);
    } catch (IOException e) {
      throw new CheckpointException(path + " can't be written: " + FileFaults.reason(e), e);
    }
  }

  static byte[] bytes(Path path) {
    byte[] bytes = start(path, MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new CheckpointException(path + " is larger than the 64 MiB that a checkpoint may have");
    }
    return bytes;
  }

  /** Returns the first bytes, as many as there are. */
  static byte[] start(Path path, int length) {
    if (Files.isDirectory(path)) {
      throw new CheckpointException(path + " is a folder; expected a file");
    }
    try (InputStream file = Files.newInputStream(path)) {
      return file.readNBytes(length);
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
