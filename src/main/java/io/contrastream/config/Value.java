package io.contrastream.config;

/**
 * A setting as it was written.
 *
 * @param origin for messages: a file, an environment variable, or {@code --set}
 */
record Value(String text, String origin) {

  /** One line of a {@link ConfigException}. */
  String fault(String key, String allowed) {
    return "%s = %s (%s): must be %s".formatted(key, Secrets.mask(key, text), origin, allowed);
  }

  /** The text may be secret. */
  @Override
  public String toString() {
    return "Value[" + origin + "]";
  }
}
