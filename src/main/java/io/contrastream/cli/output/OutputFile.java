package io.contrastream.cli.output;

import io.contrastream.config.FileFaults;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Writes files atomically: a failure or Ctrl-C leaves no partial file. */
public final class OutputFile {
  private OutputFile() {}

  /** Writes a new file, whose name has the same extension as the target. */
  @FunctionalInterface
  public interface Content {
    void writeTo(Path path) throws IOException;
  }

  /**
   * Writes a file, replacing an existing one; creates the folder if it is missing.
   *
   * @throws FileSystemException naming the file and the reason
   */
  public static void write(Path path, Content content) throws FileSystemException {
    Path target = path.toAbsolutePath();
    String name = target.getFileName().toString();
    String extension = name.substring(Math.max(0, name.lastIndexOf('.')));
    Path part = target.resolveSibling("." + UUID.randomUUID() + extension);
    try {
      if (Files.isDirectory(target)) { // move would replace an empty one
        throw new IOException("it is a folder");
      }
      Files.createDirectories(target.getParent());
      part.toFile().deleteOnExit();
      try {
        content.writeTo(part);
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw (FileSystemException)
          new FileSystemException(
                  path.toString(), null, "cannot be written: " + FileFaults.reason(e))
              .initCause(e);
    }
  }
}
