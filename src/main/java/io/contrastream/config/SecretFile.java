package io.contrastream.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that holds the value of one setting, as Docker and Kubernetes mount secrets. */
final class SecretFile {
  /** Ends the name of a variable that names such a file. */
  static final String SUFFIX = "_FILE";

  private static final int MOST_KIB = 64;

  private SecretFile() {}

  /**
   * The text without white space around it, which editors like to put at the end.
   *
   * @throws IOException with a message for people that does not quote the file
   */
  static String read(String path) throws IOException {
    if (path.isBlank()) {
      throw new IOException("no file is named");
    }
    try {
      return TextFile.read(Path.of(path), MOST_KIB).strip();
    } catch (CharacterCodingException e) {
      throw new IOException("it is no text in UTF-8", e);
    } catch (NoSuchFileException | InvalidPathException e) {
      throw new IOException("there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new IOException("this user may not read it", e);
    }
  }
}
