package io.contrastream.cli.output;

import io.contrastream.config.FileFaults;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** A file that a command writes: there as a whole or not at all, even where Ctrl-C comes first. */
public final class OutputFile {
  private OutputFile() {}

  /** Writes a file that is not there yet, whose name ends as that of the target. */
  @FunctionalInterface
  public interface Content {
    void writeTo(Path path) throws IOException;
  }

  /**
   * Makes the folder where it is missing, and takes the place of a file of that name.
   *
   * @throws FileSystemException naming the file and why it can't be written
   */
  public static void write(Path path, Content content) throws FileSystemException {
    Path target = path.toAbsolutePath();
    String name = target.getFileName().toString();
    String ending = name.substring(Math.max(0, name.lastIndexOf('.')));
    Path part = target.resolveSibling("." + UUID.randomUUID() + ending);
    try {
      if (Files.isDirectory(target)) { // an empty one would be replaced
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
                  path.toString(), null, "can't be written: " + FileFaults.reason(e))
              .initCause(e);
    }
  }
}
