package io.contrastream.image.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes small idx files, valid and damaged. */
final class IdxFiles {

  static final int IMAGES = 0x803;
  static final int LABELS = 0x801;

  private IdxFiles() {}

  /** Returns a header and {@code images} images; pixel p of image i is i + p. */
  static byte[] images(int magic, int promised, int rows, int columns, int images) {
    int pixels = rows * columns;
    ByteBuffer out = ByteBuffer.allocate(16 + images * pixels);
    out.putInt(magic).putInt(promised).putInt(rows).putInt(columns);
    for (int i = 0; i < images; i++) {
      for (int p = 0; p < pixels; p++) {
        out.put((byte) (i + p));
      }
    }
    return out.array();
  }

  static byte[] images(int count) {
    return images(IMAGES, count, 28, 28, count);
  }

  static byte[] labelsPromising(int promised, int... labels) {
    ByteBuffer out = ByteBuffer.allocate(8 + labels.length);
    out.putInt(LABELS).putInt(promised);
    for (int label : labels) {
      out.put((byte) label);
    }
    return out.array();
  }

  static byte[] labels(int... labels) {
    return labelsPromising(labels.length, labels);
  }

  static Path gzip(Path file, byte[] bytes) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(bytes);
    }
    return file;
  }
}
