package io.contrastream.index;

import io.contrastream.neighbours.NeighbourIndex;
import io.contrastream.neighbours.SavedIndex;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/** A file of all indexes and the positions, with a checksum at its end. */
final class Snapshot {
  private static final int BUFFER = 1 << 20;
  static final String TEMPORARY = ".part";

  private Snapshot() {}

  /**
   * Writes a file, which appears under its name when it is complete and on disk. If that fails,
   * nothing is left of it: the disk may be full.
   */
  static void write(Path file, FileHeader header, Spaces spaces, Map<Integer, Long> positions)
      throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
    try {
      writeTemporary(temporary, header, spaces, positions);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
        folder.force(true);
      }
    } catch (IOException | RuntimeException e) {
      delete(temporary, e);
      delete(file, e);
      throw e;
    }
  }

  private static void delete(Path file, Exception failure) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static void writeTemporary(
      Path temporary, FileHeader header, Spaces spaces, Map<Integer, Long> positions)
      throws IOException {
    CRC32C checksum = new CRC32C();
    try (FileOutputStream bytes = new FileOutputStream(temporary.toFile());
        DataOutputStream out =
            new DataOutputStream(
                new BufferedOutputStream(new CheckedOutputStream(bytes, checksum), BUFFER))) {
      out.write(header.bytes());
      ChangeFormat.writePositions(positions, out);
      out.writeUTF(spaces.answering().map(NeighbourIndex::space).orElse(""));
      writeNames(spaces.served(), out);
      writeNames(spaces.incomplete(), out);
      out.writeInt(spaces.all().size());
      for (NeighbourIndex index : spaces.all()) {
        SavedIndex.write(index, out);
      }
      out.flush();
      out.writeLong(checksum.getValue());
      out.flush();
      bytes.getFD().sync();
    }
  }

  private static void writeNames(Set<String> names, DataOutputStream out) throws IOException {
    out.writeInt(names.size());
    for (String name : names) {
      out.writeUTF(name);
    }
  }

  private static Set<String> readNames(DataInputStream in) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    for (int left = in.readInt(); left > 0; left--) {
      names.add(in.readUTF());
    }
    return names;
  }

  private static DataInputStream open(Path file) throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
  }

  /** Done first: a damaged number could reserve more memory than there is. */
  private static void requireWhole(Path file) throws IOException {
    long left = Files.size(file) - Long.BYTES;
    CRC32C checksum = new CRC32C();
    byte[] buffer = new byte[BUFFER];
    try (DataInputStream in = open(file)) {
      while (left > 0) {
        int length = (int) Math.min(left, buffer.length);
        in.readFully(buffer, 0, length);
        checksum.update(buffer, 0, length);
        left -= length;
      }
      if (in.readLong() != checksum.getValue()) {
        throw new IOException("it is damaged or incomplete, its checksum is wrong");
      }
    }
  }

  /**
   * Reads a file.
   *
   * @param spaces empty so far
   * @return the positions
   * @throws IOException if the file is damaged, or another's
   */
  static Map<Integer, Long> read(Path file, FileHeader header, Spaces spaces) throws IOException {
    try (DataInputStream in = open(file)) {
      header.require(in);
      requireWhole(file);
      Map<Integer, Long> positions = ChangeFormat.readPositions(in);
      String answering = in.readUTF();
      Set<String> served = readNames(in);
      Set<String> incomplete = readNames(in);
      List<NeighbourIndex> indexes = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        indexes.add(SavedIndex.read(in, spaces::capacity));
      }
      spaces.restore(indexes, answering.isEmpty() ? null : answering, served, incomplete);
      return positions;
    }
  }
}
