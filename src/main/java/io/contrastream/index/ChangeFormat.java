package io.contrastream.index;

import io.contrastream.neighbours.EntryFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Changes and positions as bytes. */
final class ChangeFormat {
  private static final int PUT = 1;
  private static final int DELETE = 2;
  private static final int SERVE = 3;
  private static final int DROP = 4;

  /** Changes, and the positions after them. */
  record Step(List<Change> changes, Map<Integer, Long> positions) {}

  private ChangeFormat() {}

  static byte[] encode(Step step) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(step.changes().size());
      for (Change change : step.changes()) {
        write(change, out);
      }
      writePositions(step.positions(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // can't happen in memory
    }
    return bytes.toByteArray();
  }

  private static void write(Change change, DataOutputStream out) throws IOException {
    if (change instanceof Change.Put put) {
      out.writeByte(PUT);
      out.writeUTF(put.space());
      EntryFormat.write(put.entry(), out);
    } else if (change instanceof Change.Delete delete) {
      out.writeByte(DELETE);
      out.writeUTF(delete.key());
    } else if (change instanceof Change.Serve serve) {
      out.writeByte(SERVE);
      out.writeUTF(serve.space());
    } else if (change instanceof Change.Drop drop) {
      out.writeByte(DROP);
      out.writeUTF(drop.space());
    }
  }

  static void writePositions(Map<Integer, Long> positions, DataOutputStream out)
      throws IOException {
    out.writeInt(positions.size());
    for (Map.Entry<Integer, Long> position : positions.entrySet()) {
      out.writeInt(position.getKey());
      out.writeLong(position.getValue());
    }
  }

  /**
   * @throws IOException if the bytes are no changes, which their checksum rules out
   */
  static Step decode(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int count = in.readInt();
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      changes.add(readChange(in));
    }
    return new Step(changes, readPositions(in));
  }

  private static Change readChange(DataInputStream in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case PUT -> new Change.Put(in.readUTF(), EntryFormat.read(in));
      case DELETE -> new Change.Delete(in.readUTF());
      case SERVE -> new Change.Serve(in.readUTF());
      case DROP -> new Change.Drop(in.readUTF());
      default -> throw new IOException("it has a change of kind " + kind);
    };
  }

  static Map<Integer, Long> readPositions(DataInputStream in) throws IOException {
    Map<Integer, Long> positions = new TreeMap<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      positions.put(in.readInt(), in.readLong());
    }
    return positions;
  }
}
