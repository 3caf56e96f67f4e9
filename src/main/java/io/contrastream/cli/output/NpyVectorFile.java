package io.contrastream.cli.output;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file in NumPy's format 1.0: a float32 array of shape (rows, dimension). */
final class NpyVectorFile implements VectorFile {

  /** The data starts at a multiple of this. */
  private static final int ALIGNMENT = 64;

  /** Begins each file; Latin-1. */
  static final String MAGIC = "\u0093NUMPY";

  /** Length of the magic, the version and the length of the header. */
  static final int PREAMBLE_BYTES = 10;

  private final OutputStream out;

  NpyVectorFile(Path path, int rows, int dimension) throws IOException {
    out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16);
    String description =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }".formatted(rows, dimension);
    int used = PREAMBLE_BYTES + description.length() + 1;
    int padding = (ALIGNMENT - used % ALIGNMENT) % ALIGNMENT;
    byte[] header = (description + " ".repeat(padding) + "\n").getBytes(US_ASCII);
    ByteBuffer preamble = ByteBuffer.allocate(PREAMBLE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    preamble.put(MAGIC.getBytes(ISO_8859_1)).put((byte) 1).put((byte) 0);
    out.write(preamble.putShort((short) header.length).array());
    out.write(header);
  }

  @Override
  public void write(String name, Integer label, float[] vector) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    out.write(bytes.array());
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
