package io.contrastream.image.file;

import io.contrastream.config.FileFaults;
import io.contrastream.source.SourceException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Opens the file of a source. Detects gzip by the first bytes, whatever the name. */
final class SourceFile {

  private static final int BUFFER = 1 << 16;

  private SourceFile() {}

  /**
   * @throws SourceException if the file does not exist, is a folder or has a foreign format
   */
  static InputStream open(Path file) throws IOException {
    requireFile(file);
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      InputStream plain =
          isGzip(in) ? new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER) : in;
      ForeignFiles.refuse(file, plain);
      return plain;
    } catch (IOException | SourceException e) {
      in.close();
      throw e;
    }
  }

  static void requireFile(Path file) {
    if (Files.isDirectory(file)) {
      throw new SourceException("%s is a folder; expected a file.".formatted(file));
    }
    if (!Files.exists(file)) {
      throw new SourceException("The file %s does not exist.".formatted(file.toAbsolutePath()));
    }
  }

  static SourceException unreadable(Path file, IOException cause) {
    return new SourceException(
        "%s cannot be read: %s.".formatted(file, FileFaults.reason(cause)), cause);
  }

  private static boolean isGzip(InputStream in) throws IOException {
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return gzip;
  }
}
