package io.contrastream.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The weights of a network at one moment, with what is known about them; or an encoder of a user's
 * own, which is in a file and has no tensors here. Immutable.
 */
public final class Checkpoint {
  /** Key of the metadata: what was changed in weights that another program has written. */
  public static final String CHANGES = "imported";

  /** Key of the metadata: the space of the vectors, if another checkpoint began it. */
  public static final String SPACE = "space";

  private static final int ID_DIGITS = 12;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{12}");

  private final Map<String, Tensor> tensors;
  private final Map<String, String> metadata;
  private final String digest;
  private final List<String> changes;
  private final EncoderFile file; // null if the weights are tensors

  /**
   * Hashes the weights, which takes some milliseconds.
   *
   * @param tensors by the names of PyTorch's state_dict, in its order; must not change later
   * @param metadata free facts, such as the settings of the training, kept in the file's header
   */
  public Checkpoint(Map<String, Tensor> tensors, Map<String, String> metadata) {
    this(
        Collections.unmodifiableMap(new LinkedHashMap<>(tensors)),
        metadata,
        WeightDigest.of(tensors),
        List.of(),
        null);
  }

  /** Returns an encoder of a user's own as a checkpoint. */
  static Checkpoint of(EncoderFile file) {
    return new Checkpoint(Map.of(), file.metadata(), file.digest(), List.of(), file);
  }

  private Checkpoint(
      Map<String, Tensor> tensors,
      Map<String, String> metadata,
      String digest,
      List<String> changes,
      EncoderFile file) {
    this.file = file;
    this.tensors = tensors;
    this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    this.digest = digest;
    this.changes = changes;
  }

  /** Returns the same weights with other metadata. */
  public Checkpoint withMetadata(Map<String, String> other) {
    return new Checkpoint(tensors, other, digest, changes, file);
  }

  /** Returns the same weights with these changes added to those that the metadata has. */
  Checkpoint noting(List<String> more) {
    if (more.isEmpty()) {
      return this;
    }
    Map<String, String> noted = new LinkedHashMap<>(metadata);
    noted.merge(CHANGES, String.join("; ", more), (before, now) -> before + "; " + now);
    List<String> all = Stream.concat(changes.stream(), more.stream()).toList();
    return new Checkpoint(tensors, noted, digest, all, file);
  }

  /** Returns other weights with the same metadata and changes. */
  public Checkpoint withTensors(Map<String, Tensor> others) {
    return new Checkpoint(
        Collections.unmodifiableMap(new LinkedHashMap<>(others)),
        metadata,
        WeightDigest.of(others),
        changes,
        null);
  }

  /** Returns the file of an encoder of a user's own; empty if the weights are tensors. */
  public Optional<EncoderFile> file() {
    return Optional.ofNullable(file);
  }

  /**
   * Returns what was changed or chosen while these weights were read, to be told to the user; empty
   * if nothing. {@link #CHANGES} also has what was changed in the past.
   */
  public Optional<String> changes() {
    return Optional.of(String.join("; ", changes)).filter(text -> !text.isEmpty());
  }

  public Map<String, Tensor> tensors() {
    return tensors;
  }

  public Map<String, String> metadata() {
    return metadata;
  }

  /** Returns the weights' {@link WeightDigest}, or the file's, in hexadecimal digits. */
  public String digest() {
    return digest;
  }

  /** Returns the first 12 digits of the digest: the same weights have the same id in every file. */
  public String id() {
    return digest.substring(0, ID_DIGITS);
  }

  /**
   * Returns the space of the vectors: the id of the first checkpoint whose vectors can be compared
   * with those of this one. That is the checkpoint itself if the metadata names no other.
   */
  public String spaceId() {
    String named = metadata.getOrDefault(SPACE, "");
    return ID.matcher(named).matches() ? named : id();
  }

  /** Returns the same weights in a space that another checkpoint began. */
  public Checkpoint inSpace(String spaceId) {
    Map<String, String> facts = new LinkedHashMap<>(metadata);
    facts.put(SPACE, spaceId);
    return withMetadata(facts);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Checkpoint that
        && digest.equals(that.digest)
        && metadata.equals(that.metadata);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return "Checkpoint " + id();
  }
}
