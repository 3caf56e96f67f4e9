package io.contrastream.checkpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The SHA-256 over names, types, shapes and numbers of weights, in the order of the names. */
public final class WeightDigest {
  private WeightDigest() {}

  /**
   * @return hexadecimal digits, independent of file format, order and metadata
   */
  public static String of(Map<String, Tensor> tensors) {
    MessageDigest digest = sha256();
    new TreeMap<>(tensors)
        .forEach(
            (name, tensor) -> {
              String head = name + tensor.type() + Arrays.toString(tensor.shape()) + "\n";
              digest.update(head.getBytes(StandardCharsets.UTF_8));
              digest.update(tensor.data());
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Returns a new SHA-256 digest. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
