package io.contrastream.trainer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.contrastream.checkpoint.WeightDigest;
import io.contrastream.training.TrainerStateException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state that a trainer resumes from: the parts of the training, and the position in the
 * labelled pairs.
 *
 * <p>In the topic, the trainer's name is the key of the manifest, a JSON record, and {@code
 * <trainer>/<part>/<piece>} the key of each piece of each part. The manifest holds the digest of
 * every piece, so that unchanged pieces need not be written again and pieces of different commits
 * can't be mixed up.
 *
 * @param origin the checkpoint that the training started from, or null if it started untrained
 * @param weights digest of the weights
 * @param topic that the pairs were read from
 * @param parts of the training's state, by name
 */
record TrainerState(
    String origin,
    String weights,
    long steps,
    String topic,
    Position position,
    Map<String, byte[]> parts) {

  /** Below the record size that brokers accept by default. */
  private static final int PIECE_BYTES = 512 << 10;

  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The record that lists the others. */
  private record Manifest(
      int version,
      String origin,
      String weights,
      long steps,
      String topic,
      Position position,
      Map<String, List<String>> digests) {}

  /**
   * @throws TrainerStateException if its position is one in another topic
   */
  void requireTopic(String name) {
    if (!topic.equals(name)) {
      String reason = "it is a position in topic %s, not %s".formatted(topic, name);
      throw new TrainerStateException("position", reason, null);
    }
  }

  /** Returns the records of this state by key, the manifest last. */
  Map<String, byte[]> toRecords(String trainer) {
    Map<String, byte[]> records = new LinkedHashMap<>();
    Map<String, List<String>> digests = new LinkedHashMap<>();
    parts.forEach(
        (name, bytes) -> {
          List<byte[]> pieces = pieces(bytes);
          digests.put(name, pieces.stream().map(TrainerState::digest).toList());
          for (int i = 0; i < pieces.size(); i++) {
            records.put(key(trainer, name, i), pieces.get(i));
          }
        });
    Manifest manifest = new Manifest(VERSION, origin, weights, steps, topic, position, digests);
    try {
      records.put(trainer, JSON.writeValueAsBytes(manifest));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The manifest can't be written as JSON", e);
    }
    return records;
  }

  /**
   * @param records by key, including the manifest
   * @throws TrainerStateException if a piece is missing or differs from the manifest
   */
  static TrainerState fromRecords(String trainer, Map<String, byte[]> records) {
    Manifest manifest = manifest(records.get(trainer));
    Map<String, byte[]> parts = new LinkedHashMap<>();
    manifest.digests.forEach(
        (name, digests) -> {
          ByteArrayOutputStream part = new ByteArrayOutputStream();
          for (int i = 0; i < digests.size(); i++) {
            String key = key(trainer, name, i);
            part.writeBytes(checked(records.get(key), digests.get(i), key));
          }
          parts.put(name, part.toByteArray());
        });
    return new TrainerState(
        manifest.origin,
        manifest.weights,
        manifest.steps,
        manifest.topic,
        manifest.position,
        parts);
  }

  private static Manifest manifest(byte[] json) {
    try {
      Manifest manifest = JSON.readValue(json, Manifest.class);
      if (manifest.version != VERSION) {
        throw new TrainerStateException(
            "manifest", "it has version %d, not %d".formatted(manifest.version, VERSION), null);
      }
      return manifest;
    } catch (IOException e) {
      throw new TrainerStateException("manifest", "it is not the JSON of a trainer", e);
    }
  }

  private static byte[] checked(byte[] piece, String digest, String key) {
    if (piece == null) {
      throw new TrainerStateException(key, "it is missing", null);
    }
    if (!digest(piece).equals(digest)) {
      throw new TrainerStateException(key, "its digest differs from the manifest", null);
    }
    return piece;
  }

  private static List<byte[]> pieces(byte[] bytes) {
    List<byte[]> pieces = new ArrayList<>();
    for (int from = 0; from < bytes.length; from += PIECE_BYTES) {
      pieces.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE_BYTES)));
    }
    return pieces;
  }

  private static String key(String trainer, String part, int piece) {
    return trainer + "/" + part + "/" + piece;
  }

  private static String digest(byte[] bytes) {
    return HexFormat.of().formatHex(WeightDigest.sha256().digest(bytes));
  }
}
