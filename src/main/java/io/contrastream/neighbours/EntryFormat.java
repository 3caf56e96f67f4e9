package io.contrastream.neighbours;

import io.contrastream.schema.Modality;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Entries as bytes, in files. */
public final class EntryFormat {
  /** What is longer is taken for damage when it is read. */
  public static final int MAX_DIMENSION = 1 << 16;

  private EntryFormat() {}

  /**
   * @throws IllegalArgumentException if the vector is longer than {@link #MAX_DIMENSION}: nothing
   *     must be written that can't be read again
   */
  public static void write(Entry entry, DataOutputStream out) throws IOException {
    if (entry.vector().length > MAX_DIMENSION) {
      throw new IllegalArgumentException(
          "A vector has %d numbers, the most is %d"
              .formatted(entry.vector().length, MAX_DIMENSION));
    }
    out.writeUTF(entry.modality().name());
    out.writeUTF(entry.id());
    out.writeUTF(entry.key() == null ? "" : entry.key());
    out.writeInt(entry.label() == null ? Rows.UNLABELLED : entry.label());
    out.writeLong(entry.producedMs());
    out.writeInt(entry.vector().length);
    writeVector(entry.vector(), out);
  }

  /**
   * @throws IOException if the stream ends or makes no sense
   */
  public static Entry read(DataInputStream in) throws IOException {
    String modality = in.readUTF();
    String id = in.readUTF();
    String key = in.readUTF();
    int label = in.readInt();
    long producedMs = in.readLong();
    int dimension = in.readInt();
    require(dimension >= 0 && dimension <= MAX_DIMENSION, "dimension", dimension);
    return new Entry(
        modality(modality),
        id,
        key.isEmpty() ? null : key,
        label == Rows.UNLABELLED ? null : (Integer) label,
        producedMs,
        readVector(dimension, in));
  }

  static Modality modality(String name) throws IOException {
    try {
      return Modality.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new IOException("it has an embedding of unknown modality", e);
    }
  }

  static void writeVector(float[] vector, DataOutputStream out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES);
    bytes.asFloatBuffer().put(vector);
    out.write(bytes.array());
  }

  static float[] readVector(int dimension, DataInputStream in) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(dimension * Float.BYTES);
    in.readFully(bytes.array());
    float[] vector = new float[dimension];
    bytes.asFloatBuffer().get(vector);
    return vector;
  }

  static void require(boolean holds, String what, int number) throws IOException {
    if (!holds) {
      throw new IOException("it has a %s of %d".formatted(what, number));
    }
  }
}
