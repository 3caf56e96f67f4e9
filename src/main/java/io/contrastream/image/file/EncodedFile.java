package io.contrastream.image.file;

import io.contrastream.config.FileFaults;
import io.contrastream.image.EncodedImage.Format;
import io.contrastream.source.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A PNG or JPEG file, to be sent as it is; read when it is. */
public record EncodedFile(Path path, Format format) {
  private static final int JPEG_START = 0xff;
  private static final int PNG_START = 0x89;

  /**
   * @throws SourceException if the file can't be read, or its first byte is of another format
   */
  public static EncodedFile of(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return switch (in.read()) {
        case JPEG_START -> new EncodedFile(file, Format.JPEG);
        case PNG_START -> new EncodedFile(file, Format.PNG);
        default ->
            throw new SourceException(
                file + " is no PNG or JPEG image: its first bytes are of neither.");
      };
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * @throws SourceException if the file can't be read
   */
  public byte[] bytes() {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static SourceException unreadable(Path file, IOException e) {
    return new SourceException("%s cannot be read: %s.".formatted(file, FileFaults.reason(e)), e);
  }
}
