package io.contrastream.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The keys that identify a checkpoint in a file's header, where the free metadata are, too.
 * Identity follows from the tensors: it overwrites what the metadata says, is compared when read,
 * and is removed again.
 */
final class Identity {
  static final String ID = "contrastream.id";
  static final String SHA256 = "contrastream.sha256";
  static final String ARCHITECTURE = "contrastream.architecture";
  static final String DIMENSION = "contrastream.dimension";

  private static final Set<String> KEYS = Set.of(ID, SHA256, ARCHITECTURE, DIMENSION);

  private Identity() {}

  /** Returns the header's map of a checkpoint: its free metadata, then its identity. */
  static Map<String, String> join(Checkpoint checkpoint) {
    Map<String, String> header = new LinkedHashMap<>(checkpoint.metadata());
    header.keySet().removeAll(KEYS);
    header.put(ID, checkpoint.id());
    header.put(SHA256, checkpoint.digest());
    Architecture.of(checkpoint.tensors())
        .ifPresent(
            known -> {
              header.put(ARCHITECTURE, known.name());
              header.put(DIMENSION, String.valueOf(known.spec().dimension()));
            });
    return header;
  }

  /**
   * @throws CheckpointException if the header names other weights than these
   */
  static Checkpoint split(Map<String, Tensor> tensors, Map<String, String> header, String origin) {
    Map<String, String> metadata = new LinkedHashMap<>(header);
    metadata.keySet().removeAll(KEYS);
    Checkpoint checkpoint = new Checkpoint(tensors, metadata);
    String digest = checkpoint.digest();
    String stated = header.getOrDefault(SHA256, digest);
    if (!stated.equals(digest) || !digest.startsWith(header.getOrDefault(ID, digest))) {
      throw new CheckpointException(
          "%s: the digest differs (stated %s, found %s), so the file is damaged or edited: use another copy"
              .formatted(origin, CheckpointException.quoted(stated), digest));
    }
    return checkpoint;
  }
}
