package io.contrastream.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads a file that holds the value of one setting, as Docker and Kubernetes mount secrets. */
final class SecretFile {
  /** The end of the name of a variable that names such a file. */
  static final String SUFFIX = "_FILE";

  private static final int MAX_KIB = 64;

  private SecretFile() {}

  /**
   * Returns the text without surrounding white space, which editors add at the end.
   *
   * @throws IOException with a reason for the user that does not quote the file
   */
  static String read(String path) throws IOException {
    if (path.isBlank()) {
      throw new IOException("the path is empty");
    }
    try {
      return TextFile.read(Path.of(path), MAX_KIB).strip();
    } catch (InvalidPathException e) {
      throw new IOException("not a valid path", e);
    } catch (FileSystemException | CharacterCodingException e) {
      throw new IOException(FileFaults.reason(e), e);
    }
  }
}
