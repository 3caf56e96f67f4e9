package io.contrastream.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads small text files. */
final class TextFile {
  private static final int KIB = 1 << 10;

  private TextFile() {}

  /**
   * @param maxKib maximum size in KiB
   * @throws java.nio.charset.CharacterCodingException if the file is not UTF-8
   * @throws IOException if the file cannot be read, is a folder or is larger; never quotes it
   */
  static String read(Path file, int maxKib) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      if (Files.isDirectory(file)) {
        throw new IOException("it is a folder");
      }
      byte[] bytes = in.readNBytes(maxKib * KIB + 1);
      if (bytes.length > maxKib * KIB) {
        throw new IOException("it is larger than %d KiB".formatted(maxKib));
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }
}
