package io.contrastream.config;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Keeps secrets out of messages and logs. */
public final class Secrets {
  private static final String HIDDEN = "(hidden)";
  private static final String[] MARKS = {
    "password", "passphrase", "secret", "token", "user.info", "jaas", "keystore.key", "private.key"
  };

  private Secrets() {}

  /** Returns the value, or a placeholder if the key is secret; also masks {@code user@} in URLs. */
  public static String mask(String key, String value) {
    return isSecret(key) ? HIDDEN : value.replaceAll("://[^/@\\s]+@", "://" + HIDDEN + "@");
  }

  /** Masks all values; sorted by key. */
  public static Map<String, String> mask(Map<String, ?> properties) {
    Map<String, String> masked = new TreeMap<>();
    properties.forEach((key, value) -> masked.put(key, mask(key, String.valueOf(value))));
    return masked;
  }

  static boolean isSecret(String key) {
    String lowered = key.toLowerCase(Locale.ROOT);
    return Stream.of(MARKS).anyMatch(lowered::contains);
  }
}
