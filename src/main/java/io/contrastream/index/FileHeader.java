package io.contrastream.index;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * How each file begins: with what it was filled from.
 *
 * @param topic of the embeddings
 * @param topicId Kafka's, another one if the topic was deleted and created again
 * @param instance which share of the partitions, such as 1/2
 */
public record FileHeader(String topic, String topicId, String instance) {
  private static final int MAGIC = 0x43534958; // CSIX
  private static final int VERSION = 2;

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      out.writeUTF(topic);
      out.writeUTF(topicId);
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
    FileHeader found = new FileHeader(in.readUTF(), in.readUTF(), in.readUTF());
    Optional<String> difference = difference(found);
    if (difference.isPresent()) {
      throw new IOException(difference.get());
    }
  }

  private Optional<String> difference(FileHeader found) {
    if (!found.topic().equals(topic) || !found.instance().equals(instance)) {
      return Optional.of(
          "it was filled from topic %s by instance %s, this is instance %s of topic %s"
              .formatted(found.topic(), found.instance(), instance, topic));
    }
    return found.topicId().equals(topicId)
        ? Optional.empty()
        : Optional.of(
            "topic %s was deleted and created again since it was filled".formatted(topic));
  }
}
