package io.contrastream.trainer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.contrastream.training.TrainerStateException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a trainer resumes from: its parts, and where in the labelled pairs it stands.
 *
 * <p>In the topic it is one record of JSON, the manifest, under the trainer's name, and a record
 * for each piece of each part, under {@code <trainer>/<part>/<piece>}. The manifest names the
 * digest of every piece, so that pieces which did not change need not be written again, and pieces
 * of different commits can't be mixed.
 *
 * @param origin the checkpoint that training began with; null where it began with none
 * @param weights digest of the weights
 * @param topic whose pairs were read
 * @param parts of the training
 */
record TrainerState(
    String origin,
    String weights,
    long steps,
    String topic,
    Position position,
    Map<String, byte[]> parts) {

  /** Below the size of a record that every broker takes. */
  private static final int PIECE = 512 << 10;

  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The record that holds the others together. */
  private record Manifest(
      int version,
      String origin,
      String weights,
      long steps,
      String topic,
      Position position,
      Map<String, List<String>> digests) {}

  /** The records of this state by their keys; the manifest is the last. */
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
      throw new IllegalStateException("A manifest of our own can't be written", e);
    }
    return records;
  }

  /**
   * @param records by their keys, the manifest among them
   * @throws TrainerStateException where a piece is missing or is not what the manifest says
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
      throw new TrainerStateException("manifest", "it is no JSON of a trainer", e);
    }
  }

  private static byte[] checked(byte[] piece, String digest, String key) {
    if (piece == null) {
      throw new TrainerStateException(key, "it is missing", null);
    }
    if (!digest(piece).equals(digest)) {
      throw new TrainerStateException(key, "its digest is not that of the manifest", null);
    }
    return piece;
  }

  private static List<byte[]> pieces(byte[] bytes) {
    List<byte[]> pieces = new ArrayList<>();
    for (int from = 0; from < bytes.length; from += PIECE) {
      pieces.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE)));
    }
    return pieces;
  }

  private static String key(String trainer, String part, int piece) {
    return trainer + "/" + part + "/" + piece;
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
