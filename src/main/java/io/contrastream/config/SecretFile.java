package io.contrastream.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that holds the value of one setting, as Docker and Kubernetes mount secrets. */
final class SecretFile {
  /** Ends the name of a variable that names such a file. */
  static final String SUFFIX = "_FILE";

  private static final int MOST_BYTES = 1 << 16;

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
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      if (Files.isDirectory(Path.of(path))) {
        throw new IOException("it is a folder");
      }
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException("it is larger than 64 KiB");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().strip();
    } catch (CharacterCodingException e) {
      throw new IOException("it is no text in UTF-8", e);
    } catch (NoSuchFileException | InvalidPathException e) {
      throw new IOException("there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new IOException("this user may not read it", e);
    }
  }
}
