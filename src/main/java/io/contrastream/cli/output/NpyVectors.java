package io.contrastream.cli.output;

import static io.contrastream.cli.output.NpyVectorFile.MAGIC;
import static io.contrastream.cli.output.NpyVectorFile.PREAMBLE_BYTES;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.contrastream.source.SourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads float32 arrays of two dimensions in NumPy's format. */
final class NpyVectors {
  private static final Pattern SHAPE = Pattern.compile("'shape': \\((\\d{1,9}), (\\d{1,6}),? *\\)");

  private NpyVectors() {}

  /**
   * @throws SourceException if the file is of another format, type or size
   */
  static float[][] read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      byte[] preamble = read(channel, 0, PREAMBLE_BYTES, file);
      if (!text(preamble, MAGIC.length()).equals(MAGIC)) {
        throw new SourceException("%s is not a NumPy file (.npy).".formatted(file));
      }
      int length = Short.toUnsignedInt(littleEndian(preamble).getShort(PREAMBLE_BYTES - 2));
      String header = text(read(channel, PREAMBLE_BYTES, length, file), length);
      Matcher shape = SHAPE.matcher(header);
      if (!header.contains("'<f4'") || header.contains("True") || !shape.find()) {
        throw new SourceException(
            "%s is not a float32 array of shape (vectors, dimension); its header is %s."
                .formatted(file, header.strip()));
      }
      int rows = Integer.parseInt(shape.group(1));
      int dimension = Integer.parseInt(shape.group(2));
      long start = (long) PREAMBLE_BYTES + length;
      if (rows == 0 || dimension == 0) {
        throw new SourceException("%s has no vectors.".formatted(file));
      }
      if (channel.size() - start != (long) rows * dimension * Float.BYTES) {
        throw new SourceException(
            "%s has %d bytes of numbers, but its header promises %d × %d: it is truncated or damaged."
                .formatted(file, channel.size() - start, rows, dimension));
      }
      return vectors(channel, start, rows, dimension, file);
    }
  }

  private static float[][] vectors(
      FileChannel channel, long start, int rows, int dimension, Path file) throws IOException {
    float[][] vectors = new float[rows][dimension];
    for (int row = 0; row < rows; row++) {
      long place = start + (long) row * dimension * Float.BYTES;
      byte[] numbers = read(channel, place, dimension * Float.BYTES, file);
      littleEndian(numbers).asFloatBuffer().get(vectors[row]);
    }
    return vectors;
  }

  private static byte[] read(FileChannel channel, long place, int length, Path file)
      throws IOException {
    byte[] bytes = new byte[length];
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      if (channel.read(left, place + left.position()) < 0) {
        throw new SourceException("%s is truncated: it is no NumPy file (.npy).".formatted(file));
      }
    }
    return bytes;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String text(byte[] bytes, int length) {
    return new String(bytes, 0, length, ISO_8859_1);
  }
}
