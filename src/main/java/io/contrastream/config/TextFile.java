package io.contrastream.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files of text that are small, and finds out where they are not. */
final class TextFile {
  private static final int KIB = 1 << 10;

  private TextFile() {}

  /**
   * @param mostKib allowed, in KiB; no more than that is read
   * @throws java.nio.charset.CharacterCodingException where it is no UTF-8
   * @throws IOException where it can't be read, is a folder, or is larger; never quotes the file
   */
  static String read(Path file, int mostKib) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      if (Files.isDirectory(file)) {
        throw new IOException("it is a folder");
      }
      byte[] bytes = in.readNBytes(mostKib * KIB + 1);
      if (bytes.length > mostKib * KIB) {
        throw new IOException("it is larger than %d KiB".formatted(mostKib));
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }
}
