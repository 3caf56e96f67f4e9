package io.contrastream.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The keys that name a checkpoint in a file's header.
 *
 * <p>They share the header's map with the free metadata under one rule: identity is always worked
 * out from the tensors. It is written over whatever the metadata says, compared when read, and
 * taken out again, so that {@link Checkpoint#metadata} holds free facts only.
 */
final class Identity {
  static final String ID = "contrastream.id";
  static final String SHA256 = "contrastream.sha256";
  static final String ARCHITECTURE = "contrastream.architecture";
  static final String DIMENSION = "contrastream.dimension";

  private static final Set<String> KEYS = Set.of(ID, SHA256, ARCHITECTURE, DIMENSION);

  private Identity() {}

  /** The header's map of a checkpoint: its free metadata, then its identity. */
  static Map<String, String> join(Checkpoint checkpoint) {
    Map<String, String> header = new LinkedHashMap<>(checkpoint.metadata());
    header.keySet().removeAll(KEYS);
    header.put(ID, checkpoint.id());
    header.put(SHA256, WeightDigest.of(checkpoint.tensors()));
    Architecture.of(checkpoint.tensors())
        .ifPresent(
            known -> {
              header.put(ARCHITECTURE, known.name());
              header.put(DIMENSION, String.valueOf(known.dimension()));
            });
    return header;
  }

  /**
   * The checkpoint of a file's tensors and its header's map.
   *
   * @throws CheckpointException where the map names other weights than these
   */
  static Checkpoint split(Map<String, Tensor> tensors, Map<String, String> header, String origin) {
    String digest = WeightDigest.of(tensors);
    String stated = header.getOrDefault(SHA256, digest);
    if (!stated.equals(digest) || !digest.startsWith(header.getOrDefault(ID, digest))) {
      throw new CheckpointException(
          "%s: digest differs: file damaged or edited (stated %s, found %s); take another copy"
              .formatted(origin, CheckpointException.quoted(stated), digest));
    }
    Map<String, String> metadata = new LinkedHashMap<>(header);
    metadata.keySet().removeAll(KEYS);
    return new Checkpoint(tensors, metadata);
  }
}
