package io.contrastream.checkpoint;

import static io.contrastream.checkpoint.CheckpointException.quoted;
import static io.contrastream.checkpoint.CheckpointFile.MAX_BYTES;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.contrastream.checkpoint.SafetensorsHeader.Entry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Encodes and decodes safetensors: eight bytes with the header's length, a header in JSON, and the
 * numbers.
 *
 * <p>The header's map has the checkpoint's identity and its free metadata. Identity follows from
 * the tensors: it overwrites what the metadata says, is compared when read, and is removed again.
 */
public final class Safetensors {
  private static final int MAX_HEADER_BYTES = 1 << 20;
  private static final int ALIGNMENT = 8;

  private static final String ID = "contrastream.id";
  private static final String SHA256 = "contrastream.sha256";
  private static final String ARCHITECTURE = "contrastream.architecture";
  private static final String DIMENSION = "contrastream.dimension";

  private static final Set<String> KEYS = Set.of(ID, SHA256, ARCHITECTURE, DIMENSION);

  private Safetensors() {}

  /**
   * Returns a whole file; the same checkpoint gives the same bytes.
   *
   * @throws CheckpointException if the metadata does not fit into a header of 1 MiB
   */
  public static byte[] encode(Checkpoint checkpoint) {
    Map<String, Tensor> tensors = checkpoint.tensors();
    byte[] json = SafetensorsHeader.of(tensors, withIdentity(checkpoint)).toJson();
    int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (padded > MAX_HEADER_BYTES) {
      throw new CheckpointException(
          "Checkpoint %s: its header takes %d bytes, the maximum is 1 MiB: shorten the metadata"
              .formatted(checkpoint.id(), padded));
    }
    int numbers = tensors.values().stream().mapToInt(it -> it.data().remaining()).sum();
    ByteBuffer file =
        ByteBuffer.allocate(Long.BYTES + padded + numbers).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(padded).put(json).put(" ".repeat(padded - json.length).getBytes(US_ASCII));
    tensors.values().forEach(tensor -> file.put(tensor.data()));
    return file.array();
  }

  /** As {@link #decode(ByteBuffer, String)}. */
  public static Checkpoint decode(byte[] file, String origin) {
    return decode(ByteBuffer.wrap(file), origin);
  }

  /**
   * Reads what remains in {@code file}. Tensors that need no conversion are views of it, so it must
   * not change later.
   *
   * @param origin the file's name or the record's place, for messages
   * @throws CheckpointException if the bytes are truncated, damaged, edited, or hold numbers of an
   *     unknown type
   */
  public static Checkpoint decode(ByteBuffer file, String origin) {
    ByteBuffer bytes = file.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() < Long.BYTES) {
      throw new CheckpointException(
          "%s: %d bytes are not a safetensors file; it is truncated"
              .formatted(origin, file.remaining()));
    }
    long length = bytes.getLong();
    if (length < 0 || length > MAX_HEADER_BYTES) {
      throw new CheckpointException(
          "%s: it states a header of %s bytes, the maximum is 1 MiB; damaged or not a safetensors file"
              .formatted(origin, Long.toUnsignedString(length)));
    }
    if (length > bytes.remaining()) {
      throw new CheckpointException(
          "%s: it states a header of %d bytes, but %d follow; the file is truncated"
              .formatted(origin, length, bytes.remaining()));
    }
    ByteBuffer json = bytes.slice(Long.BYTES, (int) length);
    ByteBuffer numbers = bytes.slice(Long.BYTES + (int) length, bytes.remaining() - (int) length);
    SafetensorsHeader header = SafetensorsHeader.parse(json, origin);
    checkLayout(header, numbers.remaining(), origin);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    header.tensors().forEach((name, entry) -> tensors.put(name, tensor(entry, numbers)));
    return withoutIdentity(tensors, header.metadata(), origin).noting(header.conversions());
  }

  /**
   * Checks that tensors fill the file without gap or overlap, so that each byte has one meaning.
   */
  private static void checkLayout(SafetensorsHeader header, long available, String origin) {
    List<Map.Entry<String, Entry>> byPlace =
        header.tensors().entrySet().stream()
            .sorted(
                Map.Entry.comparingByValue(
                    Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end)))
            .toList();
    long end = 0;
    for (var named : byPlace) {
      if (named.getValue().begin() != end) {
        throw new CheckpointException(
            "%s: tensor %s begins at byte %d, expected %d; the file is damaged"
                .formatted(origin, quoted(named.getKey()), named.getValue().begin(), end));
      }
      end = named.getValue().end();
    }
    if (end != available) {
      throw new CheckpointException(
          "%s: its tensors take %d bytes, but %d follow the header; the file is %s"
              .formatted(origin, end, available, end > available ? "truncated" : "too long"));
    }
    if (byPlace.stream().mapToLong(it -> it.getValue().convertedBytes()).sum() > MAX_BYTES) {
      throw new CheckpointException(
          origin + ": its tensors take more than the 64 MiB that a checkpoint may have");
    }
  }

  private static Tensor tensor(Entry entry, ByteBuffer numbers) {
    int size = (int) (entry.end() - entry.begin());
    ByteBuffer content = numbers.slice((int) entry.begin(), size).order(ByteOrder.LITTLE_ENDIAN);
    StoredType type = entry.type();
    return new Tensor(
        type.target(), entry.shape(), type.isConverted() ? type.convert(content) : content);
  }

  /** Returns the header's map of a checkpoint: its free metadata, then its identity. */
  private static Map<String, String> withIdentity(Checkpoint checkpoint) {
    Map<String, String> header = new LinkedHashMap<>(checkpoint.metadata());
    header.keySet().removeAll(KEYS);
    header.put(ID, checkpoint.id());
    header.put(SHA256, checkpoint.digest());
    Networks.nameOf(checkpoint.tensors())
        .ifPresent(
            name -> {
              header.put(ARCHITECTURE, name);
              header.put(DIMENSION, String.valueOf(Networks.DIMENSION));
            });
    return header;
  }

  /**
   * @throws CheckpointException if the header names other weights than these
   */
  private static Checkpoint withoutIdentity(
      Map<String, Tensor> tensors, Map<String, String> header, String origin) {
    Map<String, String> metadata = new LinkedHashMap<>(header);
    metadata.keySet().removeAll(KEYS);
    Checkpoint checkpoint = new Checkpoint(tensors, metadata);
    String digest = checkpoint.digest();
    String stated = header.getOrDefault(SHA256, digest);
    if (!stated.equals(digest) || !digest.startsWith(header.getOrDefault(ID, digest))) {
      throw new CheckpointException(
          "%s: the digest differs (stated %s, found %s), so the file is damaged or edited: use another copy"
              .formatted(origin, quoted(stated), digest));
    }
    return checkpoint;
  }
}
