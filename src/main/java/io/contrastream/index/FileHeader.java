package io.contrastream.index;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * How each file begins: with what it was filled from.
 *
 * @param topic of the embeddings
 * @param instance which share of the partitions, such as 1/2
 */
public record FileHeader(String topic, String instance) {
  private static final int MAGIC = 0x43534958; // CSIX
  private static final int VERSION = 1;

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      out.writeUTF(topic);
      out.writeUTF(instance);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // can't happen in memory
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a header and compares it with this one.
   *
   * @throws IOException with what is wrong with the file
   */
  void require(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new IOException("it is no file of an index");
    }
    int version = in.readInt();
    if (version != VERSION) {
      throw new IOException(
          "it has version %d of the format, this release reads %d".formatted(version, VERSION));
    }
    FileHeader found = new FileHeader(in.readUTF(), in.readUTF());
    if (!found.equals(this)) {
      throw new IOException(
          "it was filled from topic %s by instance %s, this is instance %s of topic %s"
              .formatted(found.topic(), found.instance(), instance, topic));
    }
  }
}
